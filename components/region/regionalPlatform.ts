import * as pulumi from "@pulumi/pulumi";
import { answerOptions, Api, type UsagePlans } from "../api/index.ts";
import { UserDirectory } from "../identity/index.ts";
import { PrivateNetwork } from "../network/index.ts";
import { ApiAlarms } from "../observability/index.ts";
import { healthPath } from "../platform.ts";
import { checkArgs, directoryArgs, type HomeDirectory, type RegionalPlatformArgs } from "./args.ts";
import { type Backends, createBackends } from "./backends.ts";
import { createServices } from "./services.ts";

/**
 * The platform in one region: network, users (at home) or their trusted pool (elsewhere), private
 * services with the functions in front of them, and the API as the only door.
 *
 * Creates a `PrivateNetwork`, a `UserDirectory` at home, an ECS cluster, per service a
 * `PrivateService` with its `ServiceTable`s and a `VpcProxy`, and an `Api` with `ApiAlarms`. At
 * rest it costs about 33 USD a month per NAT gateway, 14 per interface endpoint, 16 per service, 7
 * per task and 10 for the firewall (two zones, us-east-1, November 2026).
 */
export class RegionalPlatform extends pulumi.ComponentResource {
  readonly apiUrl: pulumi.Output<string>;
  /** Answers 200 while the region works. `undefined` without a health route. */
  readonly healthUrl: pulumi.Output<string> | undefined;
  /** Alarms that tell whether the region works, by their names in CloudWatch. */
  readonly alarmNames: pulumi.Output<string>[];
  /** Where the users are: this region's pool or the home region's. */
  readonly directory: HomeDirectory;
  /** Addresses of the services inside the VPC, by name. */
  readonly serviceUrls: Record<string, pulumi.Output<string>>;
  /** Client certificates by name, PEM, for the endpoints that are to trust them. */
  readonly clientCertificatePems: Record<string, pulumi.Output<string>>;
  /** The API's usage plans and keys. `undefined` without any. */
  readonly usagePlans: UsagePlans | undefined;

  constructor(name: string, args: RegionalPlatformArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArgs(`RegionalPlatform "${name}"`, name, args);
    const path = healthPath(args.definition);
    super("palisade:index:RegionalPlatform", name, {}, opts);
    const child = { parent: this };

    const network = createNetwork(name, args, child);
    this.directory = args.home ?? new UserDirectory(`${name}-users`, directoryArgs(args), child);
    const services = createServices(name, args, network, child);
    const backends = createBackends({ name, args, network, services, opts: child });
    const api = createApi(name, args, backends, this.directory.userPoolArn, child);
    const { alarmNames } = createAlarms(name, args, api, child);

    this.apiUrl = api.url;
    this.clientCertificatePems = api.clientCertificatePems;
    this.healthUrl = path === undefined ? undefined : pulumi.interpolate`${api.url}${path}`;
    this.alarmNames = alarmNames;
    this.usagePlans = args.definition.usagePlans && api.usagePlans;
    this.serviceUrls = Object.fromEntries(
      Object.entries(services).map(([service, { url }]) => [service, url]),
    );
    this.registerOutputs({
      apiUrl: this.apiUrl,
      healthUrl: this.healthUrl,
      alarmNames,
      serviceUrls: this.serviceUrls,
      clientCertificatePems: this.clientCertificatePems,
      userPoolId: this.directory.userPoolId,
      clientId: this.directory.clientId,
      issuer: this.directory.issuer,
    });
  }
}

function createNetwork(
  name: string,
  args: RegionalPlatformArgs,
  opts: pulumi.ComponentResourceOptions,
): PrivateNetwork {
  return new PrivateNetwork(
    name,
    {
      region: args.region,
      zones: args.zones,
      cidrBlock: args.cidrBlock,
      natGateways: args.production ? "OnePerZone" : "Single",
      interfaceEndpoints: args.interfaceEndpoints,
      trustedAccounts: args.trustedAccounts,
      openEndpoints: args.openEndpoints,
    },
    opts,
  );
}

function createApi(
  name: string,
  args: RegionalPlatformArgs,
  backends: Backends,
  userPoolArn: pulumi.Input<string>,
  opts: pulumi.ComponentResourceOptions,
): Api {
  return new Api(
    name,
    {
      region: args.region,
      title: args.definition.name,
      routes: args.definition.routes,
      versions: args.definition.versions,
      ...backends,
      clientCertificates: args.definition.clientCertificates,
      resources: args.definition.resources?.({
        name,
        region: args.region,
        production: args.production,
        options: opts,
      }),
      userPoolArns: [userPoolArn],
      throttle: args.throttle,
      firewall: firewallOf(args),
      stageVariables: { ...args.definition.stageVariables, ...args.stageVariables },
      canary: args.canary,
      cache: args.definition.cache,
      authorizers: args.definition.authorizers,
      defaultAuth: args.definition.defaultAuth,
      usagePlans: args.definition.usagePlans,
      apiKeys: args.definition.apiKeys,
      apiKeySource: args.definition.apiKeySource,
      ...(args.home && {
        apiKeyValues: pulumi.output(args.home.apiKeys).apply((keys) => keys ?? {}),
      }),
      ...answerOptions(args.definition),
    },
    opts,
  );
}

const firewallOf = ({ definition: { firewall }, requestsPerAddress }: RegionalPlatformArgs) =>
  firewall === false || requestsPerAddress === undefined
    ? firewall
    : { ...firewall, requestsPerAddress };

function createAlarms(
  name: string,
  args: RegionalPlatformArgs,
  { restApiName, stageName }: Api,
  opts: pulumi.ComponentResourceOptions,
): ApiAlarms {
  const { alarmTopicArns } = args;
  return new ApiAlarms(`${name}-api`, { restApiName, stageName, alarmTopicArns }, opts);
}
