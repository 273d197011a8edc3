import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ComponentArgumentError } from "../errors.ts";
import { accessLogFormat } from "./accessLog.ts";
import { AccountLogging } from "./accountLogging.ts";
import {
  type AuthorizerDefinitions,
  type AuthorizerFunctions,
  checkAuthorizers,
  createAuthorizerFunctions,
  permitAuthorizers,
} from "./authorizers/index.ts";
import {
  checkClientCertificates,
  type ClientCertificatesArgs,
  createClientCertificates,
} from "./clientCertificates.ts";
import { type AnswerOptions, answerOptions, checkAnswerOptions } from "./answers.ts";
import * as defaults from "./defaults.ts";
import { bindRoutes, type BoundRoute } from "./bindRoutes.ts";
import type { Resources } from "./integrations/index.ts";
import { compileOpenApi, tls } from "./openapi.ts";
import { type Auth, checkThrottle, type Throttle } from "./guards/index.ts";
import { parseRoutes } from "./parseRoutes.ts";
import type { LinkedService } from "./linkedService.ts";
import type { ProxyFunction } from "./proxyFunction.ts";
import type { Route, RouteDefinition } from "./route.ts";
import {
  checkUsagePlans,
  createUsagePlans,
  type UsagePlanArgs,
  type UsagePlans,
} from "./usagePlans/index.ts";

export interface ApiArgs extends AnswerOptions, UsagePlanArgs {
  /** The stack's region; stands in the addresses of integrations. */
  region: string;
  /** The API's title. */
  title: string;
  /** Routes by `"METHOD /path"`. */
  routes: Record<string, RouteDefinition>;
  /** Proxy functions by the name of their service. */
  proxies: Record<string, ProxyFunction>;
  /** Functions that stream, by the name of their service. @default none */
  streamingProxies?: Record<string, ProxyFunction>;
  /** Services that a VPC link leads to, by name. @default none */
  linkedServices?: Record<string, LinkedService>;
  /** Certificates by which outside endpoints can tell the API's calls. @default none */
  clientCertificates?: ClientCertificatesArgs;
  /** The platform's own resources by name, such as the queues that routes lead to. @default none */
  resources?: Resources;
  /** User pools, in any region, whose tokens are valid here; one at least. */
  userPoolArns: pulumi.Input<string>[];
  /** Lambda authorizers by name; one that no route names makes no function. @default none */
  authorizers?: AuthorizerDefinitions;
  /** Who may call routes that don't say it. @default "cognito" */
  defaultAuth?: Auth;
  /** What the stage lets through in total where a route has no limit of its own. @default 500 calls per second, bursts of 250 */
  throttle?: Throttle;
  /** Values that the keys in `apiKeys` take over, by name. @default AWS makes them up */
  apiKeyValues?: pulumi.Input<Record<string, string>>;
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
 * function, a function with its role and log per Lambda authorizer, a role per action on a resource
 * that routes lead to, usage plans, keys and client certificates, and the account's logging role
 * where it is unset. A route adds no resource unless it has a limit of its own or uses a resource as
 * no other does. Costs nothing at rest; 3.50 USD per million calls (us-east-1).
 */
export class Api extends pulumi.ComponentResource {
  /** The API's default address with its stage, such as `https://….amazonaws.com/live`. */
  readonly url: pulumi.Output<string>;
  readonly restApiId: pulumi.Output<string>;
  /** What CloudWatch knows the API by. */
  readonly restApiName: pulumi.Output<string>;
  readonly stageName: pulumi.Output<string>;
  /** Client certificates by name, PEM, for the endpoints that are to trust them. */
  readonly clientCertificatePems: Record<string, pulumi.Output<string>>;
  /** Usage plans and API keys. */
  readonly usagePlans: UsagePlans;

  constructor(name: string, args: ApiArgs, opts?: pulumi.ComponentResourceOptions) {
    const routes = parseRoutes(args.routes, args.defaultAuth);
    const throttle = args.throttle ?? defaults.throttle;
    checkArgs(`Api "${name}"`, { ...args, throttle }, routes);
    super("palisade:api:Api", name, {}, opts);
    if ([args, ...routes].some(({ cors }) => cors && cors.allowOrigin === "*")) {
      void pulumi.log.warn("Every web page may call this API.", this);
    }
    const child = { parent: this };

    const bound = bindRoutes(name, routes, { resources: {}, ...args }, child);
    const functions = createAuthorizerFunctions(name, args.authorizers ?? {}, routes, child);
    const body = compileBody(args, bound, functions);
    const restApi = createRestApi(name, args.title, body, child);
    const stageName = args.stageName ?? defaults.stageName;
    const permissions = [
      ...permitGateway(name, allProxies(args), restApi, stageName, child),
      ...permitAuthorizers(name, functions, restApi, child),
    ];
    // What a deployment brings into service has to be callable by then.
    const afterPermissions = pulumi.mergeOptions(child, { dependsOn: permissions });
    const certificates = createClientCertificates(name, args.clientCertificates, child);
    const clientCertificate = certificates[args.clientCertificates?.active ?? ""];
    const deployment = deploy(name, restApi, body, afterPermissions);
    const stage = createStage(
      name,
      { ...args, stageName, clientCertificate },
      restApi,
      deployment,
      child,
    );
    limit(`${name}-all`, "*/*", throttle, stage, child);
    for (const route of routes) {
      if (route.throttle) {
        limit(limitName(name, route), methodPath(route), route.throttle, stage, child);
      }
    }

    this.usagePlans = createUsagePlans(name, args, args.apiKeyValues, routes, stage, child);
    this.url = stage.invokeUrl;
    this.restApiId = restApi.id;
    this.restApiName = restApi.name;
    this.stageName = stage.stageName;
    this.clientCertificatePems = Object.fromEntries(
      Object.entries(certificates).map(([each, certificate]) => [
        each,
        certificate.pemEncodedCertificate,
      ]),
    );
    this.registerOutputs({
      url: this.url,
      restApiId: this.restApiId,
      restApiName: this.restApiName,
      stageName: this.stageName,
      clientCertificatePems: this.clientCertificatePems,
    });
  }
}

/** Everything that can be known to be wrong before the first resource exists. */
function checkArgs(
  component: string,
  args: ApiArgs & { throttle: Throttle },
  routes: Route[],
): void {
  checkAuthorizers(component, args.authorizers ?? {}, routes);
  checkUsagePlans(component, args, routes);
  checkAnswerOptions(component, args, routes);
  checkStageThrottle(component, args.throttle);
  if (args.clientCertificates) checkClientCertificates(component, args.clientCertificates);
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

function compileBody(
  args: ApiArgs,
  routes: BoundRoute[],
  functions: AuthorizerFunctions,
): pulumi.Output<string> {
  const bindings = [...new Set(routes.map(({ binding }) => binding))];
  const known = bindings.map(({ values, roleArn }) => ({ values, roleArn }));
  const authorizerArns = Object.fromEntries(
    Object.entries(functions).map(([authorizer, { arn }]) => [authorizer, arn]),
  );
  const { userPoolArns } = args;
  return pulumi.output({ known, userPoolArns, authorizerArns }).apply((source) => {
    const parts = new Map(
      bindings.map((binding, index) => {
        const { values, roleArn } = source.known[index]!;
        return [binding, (route: Route) => binding.compile(values, roleArn, route)];
      }),
    );
    return JSON.stringify(
      compileOpenApi({
        title: args.title,
        routes: routes.map((route) => ({ ...route, parts: parts.get(route.binding)!(route) })),
        userPoolArns: source.userPoolArns,
        region: args.region,
        authorizers: args.authorizers,
        apiKeySource: args.apiKeySource,
        authorizerArns: source.authorizerArns,
        ...answerOptions(args),
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

/** All proxy functions, by what tells their permissions apart. */
const allProxies = ({
  proxies,
  streamingProxies = {},
}: ApiArgs): Record<string, ProxyFunction> => ({
  ...proxies,
  ...Object.fromEntries(
    Object.entries(streamingProxies).map(([service, proxy]) => [`${service}-stream-proxy`, proxy]),
  ),
});

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
  args: ApiArgs & {
    stageName: string;
    clientCertificate: aws.apigateway.ClientCertificate | undefined;
  },
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
      ...(args.clientCertificate ? { clientCertificateId: args.clientCertificate.id } : {}),
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
