import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type ApiArgs, checkArgs, releaseOf } from "./args.ts";
import {
  createAuthorizerFunctions,
  permitAuthorizer,
  permitAuthorizers,
} from "./authorizers/resources.ts";
import { createUserPoolFunction, userPoolFunctionName } from "./authorizers/userPool.ts";
import * as defaults from "./defaults.ts";
import { compileBody } from "./document/body.ts";
import { tls } from "./document/openapi.ts";
import { allOff, Firewall } from "./firewall/index.ts";
import { createClientCertificates } from "./resources/clientCertificates.ts";
import { createMethodSettings } from "./resources/methodSettings.ts";
import { permitGateway } from "./resources/permissions.ts";
import { createStage, deploy } from "./resources/stage.ts";
import { createUsagePlans, type UsagePlans } from "./usagePlans/resources.ts";

/**
 * The region's public API: the only way to the services behind it.
 *
 * Creates one REST API from one OpenAPI document, a deployment and a stage with logs and tracing, the
 * same for a canary, a `Firewall`, settings of the stage and of each route with a limit or cache, a
 * permission per proxy function, a function with its role and log per Lambda authorizer (and with
 * `issuers` for the user pool), a role per action on a resource that routes lead to, usage plans, keys and client certificates, and the
 * account's logging role if none is set. A route adds no resource unless it has a limit, a cache, or
 * the first use of an action on a resource. At rest the firewall costs 10 USD a month, and a cache by
 * its size; 3.50 USD per million calls (us-east-1).
 */
export class Api extends pulumi.ComponentResource {
  /** The API's default address with its stage, such as `https://….amazonaws.com/live`. */
  readonly url: pulumi.Output<string>;
  readonly restApiId: pulumi.Output<string>;
  /** The API's name in CloudWatch. */
  readonly restApiName: pulumi.Output<string>;
  readonly stageName: pulumi.Output<string>;
  /** Client certificates by name, as PEM, for the endpoints that should trust them. */
  readonly clientCertificatePems: Record<string, pulumi.Output<string>>;
  /** Names of the log groups of the access log, and of a canary's. */
  readonly accessLogNames: pulumi.Output<string>[];
  /** Names of the authorizers' functions by the authorizers' names; `user` is the one of the user pool. */
  readonly authorizerFunctions: Readonly<Record<string, pulumi.Output<string>>>;
  /** Usage plans and API keys. */
  readonly usagePlans: UsagePlans;

  constructor(name: string, args: ApiArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArgs(`Api "${name}"`, args);
    super("palisade:api:Api", name, {}, opts);
    const { definition } = args;
    const { routes, authorizers = {}, clientCertificates } = definition;
    const child = { parent: this };
    const functions = createAuthorizerFunctions(name, authorizers, routes, child);
    const userPoolFunction =
      args.issuers && createUserPoolFunction(name, args.issuers, args.revocation, routes, child);
    const { body, settings } = compileBody(name, args, functions, userPoolFunction, child);
    const { title, securityPolicy, endpointAccessMode, disableExecuteApiEndpoint } = args;
    const restApi = new aws.apigateway.RestApi(
      name,
      {
        description: title,
        body,
        apiKeySource: settings.apiKeySource,
        binaryMediaTypes: settings.binaryMediaTypes,
        minimumCompressionSize: settings.minimumCompressionSize,
        endpointConfiguration: { types: "REGIONAL" },
        ...tls(securityPolicy, endpointAccessMode),
        // `false` too: without a value, the provider keeps the address closed once it was.
        disableExecuteApiEndpoint: disableExecuteApiEndpoint ?? false,
      },
      child,
    );
    const stageName = args.stageName ?? defaults.stageName;
    const permissions = [
      ...permitGateway(name, args, routes, restApi, stageName, child),
      ...permitAuthorizers(name, functions, restApi, child),
      ...(userPoolFunction
        ? [permitAuthorizer(userPoolFunctionName(name), userPoolFunction, restApi, child)]
        : []),
    ];
    // A deployed route must be allowed to invoke its functions.
    const afterPermissions = pulumi.mergeOptions(child, { dependsOn: permissions });
    const certificates = createClientCertificates(name, clientCertificates, child);
    const release = releaseOf(args);
    const deployments = deploy(name, restApi, body, release, afterPermissions);
    const { stage, accessLogNames } = createStage(
      name,
      {
        ...release,
        stageName,
        cache: definition.cache,
        logRetentionDays: args.logRetentionDays,
        claimsInContext: userPoolFunction !== undefined,
        clientCertificate: clientCertificates && certificates[clientCertificates.active],
      },
      restApi,
      deployments,
      child,
    );
    createMethodSettings(name, args.throttle ?? defaults.throttle, routes, stage, child);
    protect(name, args, stage, this);
    this.usagePlans = createUsagePlans(name, definition, args.apiKeyValues, routes, stage, child);
    this.url = stage.invokeUrl;
    this.restApiId = restApi.id;
    this.restApiName = restApi.name;
    this.stageName = stage.stageName;
    this.accessLogNames = accessLogNames;
    this.authorizerFunctions = Object.fromEntries(
      Object.entries({ ...functions, ...(userPoolFunction && { user: userPoolFunction }) }).map(
        ([each, authorizer]) => [each, authorizer.name],
      ),
    );
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

/** Creates the firewall. Warns if there is none, and if every web page may call the API. */
function protect(name: string, args: ApiArgs, stage: aws.apigateway.Stage, api: Api): void {
  const { firewall, routes, authorizers } = args.definition;
  const { requestsPerAddress, lock } = args;
  if ([args.definition, ...routes].some(({ cors }) => cors && cors.allowOrigin === "*")) {
    void pulumi.log.warn("Every web page may call this API.", api);
  }
  if (firewall === false && !lock) {
    void pulumi.log.warn("The API has no firewall.", api);
    return;
  }
  new Firewall(
    `${name}-firewall`,
    {
      ...(firewall === false ? { rules: allOff } : firewall),
      ...(requestsPerAddress !== undefined && { requestsPerAddress }),
      stageArn: stage.arn,
      stageName: args.stageName ?? defaults.stageName,
      routes,
      authorizers,
      lock,
    },
    { parent: api },
  );
}
