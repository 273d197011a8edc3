import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type ApiArgs, checkArgs } from "./args.ts";
import { createAuthorizerFunctions, permitAuthorizers } from "./authorizers/index.ts";
import { bindRoutes } from "./integrations/bindRoutes.ts";
import { compileBody } from "./document/body.ts";
import { createClientCertificates } from "./resources/clientCertificates.ts";
import * as defaults from "./defaults.ts";
import { deploy } from "./resources/deployments.ts";
import { Firewall } from "./firewall/index.ts";
import { createMethodSettings } from "./resources/methodSettings.ts";
import { tls } from "./document/openapi.ts";
import { permitGateway } from "./resources/permissions.ts";
import { routesOf } from "./routesOf.ts";
import { createStage } from "./resources/stage.ts";
import { createUsagePlans, type UsagePlans } from "./usagePlans/index.ts";

/**
 * The region's public API: the only door to the services behind it.
 *
 * Creates one REST API from one OpenAPI document, its deployment and stage with its logs and
 * tracing (and the canary's, while there is one), a `Firewall`, the stage's settings and those of each
 * route that has its own limit or cache, a permission per proxy function, a function with its role
 * and log per Lambda authorizer, a role per action on a resource that routes lead to, usage plans,
 * keys and client certificates, and the account's logging role where it is unset. A route adds no
 * resource unless it has settings of its own or uses a resource as no other does. At rest the
 * firewall costs 10 USD a month and a cache by its size; 3.50 USD per million calls (us-east-1).
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
    const routes = routesOf(args);
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
      ...permitGateway(name, args, restApi, stageName, child),
      ...permitAuthorizers(name, functions, restApi, child),
    ];
    // What a deployment brings into service has to be callable by then.
    const afterPermissions = pulumi.mergeOptions(child, { dependsOn: permissions });
    const certificates = createClientCertificates(name, args.clientCertificates, child);
    const clientCertificate = certificates[args.clientCertificates?.active ?? ""];
    const deployments = deploy(name, restApi, body, args, afterPermissions);
    const stage = createStage(
      name,
      { ...args, stageName, clientCertificate },
      restApi,
      deployments,
      child,
    );
    createMethodSettings(name, throttle, routes, stage, child);

    if (args.firewall === false) {
      void pulumi.log.warn("No firewall stands in front of the API.", this);
    } else {
      const { firewall, authorizers } = args;
      const front = { stageArn: stage.arn, stageName, routes, authorizers };
      new Firewall(`${name}-firewall`, { ...firewall, ...front }, child);
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
