import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ComponentArgumentError } from "../errors.ts";
import { accessLogFormat } from "./accessLog.ts";
import { AccountLogging } from "./accountLogging.ts";
import type { CorsArgs } from "./cors.ts";
import * as defaults from "./defaults.ts";
import { invocationUri } from "./integrations/lambdaProxy.ts";
import { compileOpenApi, tls } from "./openapi.ts";
import { checkThrottle, parseRoutes } from "./parseRoutes.ts";
import type { Throttle } from "./guards.ts";
import type { Route, RouteDefinition } from "./route.ts";

/** The proxy function in front of one private service. */
export interface ProxyFunction {
  functionName: pulumi.Input<string>;
  /** Alias to invoke. @default the function itself */
  qualifier?: pulumi.Input<string>;
  /** ARN to invoke, the alias's if there is one. */
  functionArn: pulumi.Input<string>;
}

export interface ApiArgs {
  /** The stack's region; stands in the addresses of integrations. */
  region: string;
  /** The API's title. */
  title: string;
  /** Routes by `"METHOD /path"`. */
  routes: Record<string, RouteDefinition>;
  /** Proxy functions by the name of their service. */
  proxies: Record<string, ProxyFunction>;
  /** User pools, in any region, whose tokens are valid here; one at least. */
  userPoolArns: pulumi.Input<string>[];
  /** What the stage lets through in total where a route has no limit of its own. @default 500 calls per second, bursts of 250 */
  throttle?: Throttle;
  /** Web pages that may call. @default none */
  cors?: CorsArgs;
  /** First part of the path of the API's default address. @default "live" */
  stageName?: string;
  /** Days that the access log is kept. @default 30 */
  logRetentionDays?: number;
}

/**
 * The region's public API: the only door to the services behind it.
 *
 * Creates one REST API from one OpenAPI document, its deployment and stage with its logs and
 * tracing, the stage's throttle and one for each route that has its own, a permission per proxy
 * function, and the account's logging role where it is unset. A route adds no resource unless it
 * has a limit of its own. Costs nothing at rest; 3.50 USD per million calls (us-east-1).
 */
export class Api extends pulumi.ComponentResource {
  /** The API's default address with its stage, such as `https://….amazonaws.com/live`. */
  readonly url: pulumi.Output<string>;
  readonly restApiId: pulumi.Output<string>;
  /** What CloudWatch knows the API by. */
  readonly restApiName: pulumi.Output<string>;
  readonly stageName: pulumi.Output<string>;

  constructor(name: string, args: ApiArgs, opts?: pulumi.ComponentResourceOptions) {
    const routes = parseRoutes(args.routes);
    const throttle = args.throttle ?? defaults.throttle;
    checkStageThrottle(`Api "${name}"`, throttle);
    super("palisade:api:Api", name, {}, opts);
    if (args.cors?.allowOrigin === "*")
      void pulumi.log.warn("Every web page may call this API.", this);
    const child = { parent: this };

    const body = compileBody(args, routes);
    const restApi = createRestApi(name, args.title, body, child);
    const stageName = args.stageName ?? defaults.stageName;
    const permissions = permitGateway(name, args.proxies, restApi, stageName, child);
    // What a deployment brings into service has to be callable by then.
    const afterPermissions = pulumi.mergeOptions(child, { dependsOn: permissions });
    const deployment = deploy(name, restApi, body, afterPermissions);
    const stage = createStage(name, { ...args, stageName }, restApi, deployment, child);
    limit(`${name}-all`, "*/*", throttle, stage, child);
    for (const route of routes) {
      if (route.throttle) {
        limit(limitName(name, route), methodPath(route), route.throttle, stage, child);
      }
    }

    this.url = stage.invokeUrl;
    this.restApiId = restApi.id;
    this.restApiName = restApi.name;
    this.stageName = stage.stageName;
    this.registerOutputs({
      url: this.url,
      restApiId: this.restApiId,
      restApiName: this.restApiName,
      stageName: this.stageName,
    });
  }
}

/** @throws ComponentArgumentError when API Gateway can't hold the limit */
export function checkStageThrottle(component: string, given: Throttle): void {
  checkThrottle(
    given,
    (problem, fix) =>
      new ComponentArgumentError({
        component,
        argument: "throttle",
        given,
        allowed: `a limit within the account's (${problem})`,
        fix,
      }),
  );
}

function compileBody(args: ApiArgs, routes: Route[]): pulumi.Output<string> {
  const proxyArns = Object.fromEntries(
    Object.entries(args.proxies).map(([service, proxy]) => [service, proxy.functionArn]),
  );
  return pulumi.output({ proxyArns, userPoolArns: args.userPoolArns }).apply((known) => {
    const proxyUris = Object.fromEntries(
      Object.entries(known.proxyArns).map(([service, arn]) => [
        service,
        invocationUri(args.region, arn),
      ]),
    );
    return JSON.stringify(
      compileOpenApi({
        title: args.title,
        routes,
        userPoolArns: known.userPoolArns,
        proxyUris,
        cors: args.cors,
      }),
    );
  });
}

function createRestApi(
  name: string,
  title: string,
  body: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): aws.apigateway.RestApi {
  return new aws.apigateway.RestApi(
    name,
    {
      description: title,
      body,
      endpointConfiguration: { types: "REGIONAL" },
      securityPolicy: tls.securityPolicy,
      endpointAccessMode: tls.endpointAccessMode,
    },
    opts,
  );
}

/** Lets this API, and no other, invoke the proxy functions. */
function permitGateway(
  name: string,
  proxies: Record<string, ProxyFunction>,
  restApi: aws.apigateway.RestApi,
  stageName: string,
  opts: pulumi.CustomResourceOptions,
): aws.lambda.Permission[] {
  return Object.entries(proxies).map(
    ([service, proxy]) =>
      new aws.lambda.Permission(
        `${name}-${service}`,
        {
          action: "lambda:InvokeFunction",
          function: proxy.functionName,
          ...(proxy.qualifier ? { qualifier: proxy.qualifier } : {}),
          principal: "apigateway.amazonaws.com",
          sourceArn: pulumi.interpolate`${restApi.executionArn}/${stageName}/*`,
        },
        opts,
      ),
  );
}

/** A change of the document is live once a new deployment has it; its hash tells when one is due. */
function deploy(
  name: string,
  restApi: aws.apigateway.RestApi,
  body: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions,
): aws.apigateway.Deployment {
  const hash = body.apply((text) => createHash("sha256").update(text).digest("hex"));
  return new aws.apigateway.Deployment(
    name,
    { restApi: restApi.id, triggers: { body: hash } },
    opts,
  );
}

function createStage(
  name: string,
  args: ApiArgs & { stageName: string },
  restApi: aws.apigateway.RestApi,
  deployment: aws.apigateway.Deployment,
  opts: pulumi.CustomResourceOptions,
): aws.apigateway.Stage {
  const accountLogging = new AccountLogging(`${name}-logging`, {}, opts);
  const retentionInDays = args.logRetentionDays ?? defaults.logRetentionDays;
  const accessLog = new aws.cloudwatch.LogGroup(`${name}-access`, { retentionInDays }, opts);
  // API Gateway would create it by this name and keep it for ever.
  const executionLog = new aws.cloudwatch.LogGroup(
    `${name}-execution`,
    {
      name: pulumi.interpolate`API-Gateway-Execution-Logs_${restApi.id}/${args.stageName}`,
      retentionInDays,
    },
    opts,
  );
  return new aws.apigateway.Stage(
    name,
    {
      restApi: restApi.id,
      deployment: deployment.id,
      stageName: args.stageName,
      accessLogSettings: { destinationArn: accessLog.arn, format: accessLogFormat },
      xrayTracingEnabled: true,
    },
    // API Gateway refuses a stage with logs while the account has no role for them.
    pulumi.mergeOptions(opts, { dependsOn: [accountLogging, executionLog] }),
  );
}

function limit(
  name: string,
  path: string,
  throttle: Throttle,
  stage: aws.apigateway.Stage,
  opts: pulumi.CustomResourceOptions,
): void {
  new aws.apigateway.MethodSettings(
    name,
    {
      restApi: stage.restApi,
      stageName: stage.stageName,
      methodPath: path,
      settings: {
        throttlingRateLimit: throttle.ratePerSecond,
        throttlingBurstLimit: throttle.burst,
        metricsEnabled: true,
        loggingLevel: "ERROR",
        dataTraceEnabled: false,
      },
    },
    opts,
  );
}

/** Such as `api-GET/orders/{id}`: tells the route, and stays when routes come and go. */
const limitName = (name: string, { method, path }: Route): string => `${name}-${method}${path}`;

/**
 * A route as a stage's settings name it, such as `~1orders~1{id}/GET`, or `~1/GET` for the root.
 * Source: API Gateway API Reference, "MethodSetting" (JSON Pointer escapes).
 */
const methodPath = ({ method, path }: Route): string => `${path.replaceAll("/", "~1")}/${method}`;
