import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  answerOptions,
  Api,
  type ApiArgs,
  checkStageThrottle,
  type LinkedService,
  parseRoutes,
  proxyCors,
  type ProxyFunction,
  streamingTimeouts,
  type Throttle,
  type UsagePlans,
} from "./api/index.ts";
import { ComponentArgumentError } from "./errors.ts";
import { checkDirectoryArgs, UserDirectory, type UserDirectoryArgs } from "./identity/index.ts";
import { checkNetworkArgs, PrivateNetwork } from "./network/index.ts";
import { ApiAlarms } from "./observability/index.ts";
import { healthPath, type PlatformDefinition, type ServiceDefinition } from "./platform.ts";
import { streamingTimeoutMs, VpcLink, VpcProxy } from "./proxy/index.ts";
import { PrivateService, ServiceTable } from "./service/index.ts";

/** A user pool that stands in another region, as its stack's outputs tell it. */
export interface HomeDirectory {
  userPoolId: pulumi.Input<string>;
  userPoolArn: pulumi.Input<string>;
  clientId: pulumi.Input<string>;
  issuer: pulumi.Input<string>;
  /** @default no machine client */
  machineClientId?: pulumi.Input<string> | undefined;
  /** @default no machine client */
  tokenEndpoint?: pulumi.Input<string> | undefined;
  /** Values of the home region's API keys by name, so that a client has one key for all regions. @default none */
  apiKeys?: pulumi.Input<Record<string, string>> | undefined;
}

export interface RegionalPlatformArgs {
  /** The stack's region. */
  region: string;
  /** What the platform consists of, the same in every region. */
  definition: PlatformDefinition;
  /** Availability zones, in a fixed order: append new ones. */
  zones: string[];
  /** The VPC's IPv4 range. @default "10.0.0.0/16" */
  cidrBlock?: string;
  /** A NAT gateway in each zone, deletion protection, more than one task: what people rely on. */
  production: boolean;
  /** The home region's user directory. @default this region is home and creates it */
  home?: HomeDirectory;
  /** Address that mail is sent from, verified in SES. @default mail from Cognito, no sign-in by mailed code */
  senderEmail?: string;
  /** Verified SES identity that the address belongs to. @default the address */
  senderIdentity?: string;
  /** Domains whose addresses may sign up. @default every domain */
  allowedEmailDomains?: string[];
  /** Lets the public client send passwords in plain, for one machine only. @default false */
  allowPasswordAuth?: boolean;
  /** What the region's API lets through in total. @default 500 calls per second, bursts of 250 */
  throttle?: Throttle;
  /** SNS topics of this region that hear of its alarms, 5 at most. @default none */
  alarmTopicArns?: pulumi.Input<string>[];
}

/**
 * The platform in one region: network, users (at home) or their trusted pool (elsewhere), private
 * services with the functions in front of them, and the API as the only door.
 *
 * Creates a `PrivateNetwork`, a `UserDirectory` at home, an ECS cluster, per service a
 * `PrivateService` with its `ServiceTable`s and a `VpcProxy`, and an `Api` with `ApiAlarms`. At
 * rest it costs about 33 USD a month per NAT gateway, 14 per interface endpoint, and 16 per service
 * and 7 per task (two zones, us-east-1, November 2026).
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
    const proxies = createProxies(name, args, network, services, child);
    const streamingProxies = createStreamingProxies(name, args, network, services, child);
    const linkedServices = linkServices(name, args, network, services, child);
    const backends = { proxies, streamingProxies, linkedServices };
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

/** Everything that can be known to be wrong before the first resource exists. */
function checkArgs(component: string, name: string, args: RegionalPlatformArgs): void {
  if (name.length > 8) {
    throw new ComponentArgumentError({
      component,
      argument: "name",
      given: name,
      allowed: "8 characters at most",
      fix: "It begins the names of load balancers, which have 32: shorten the environment's name.",
    });
  }
  checkNetworkArgs(component, args);
  if (!args.home) checkDirectoryArgs(component, directoryArgs(args));
  if (args.throttle) checkStageThrottle(component, args.throttle);
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
    },
    opts,
  );
}

const directoryArgs = (args: RegionalPlatformArgs): UserDirectoryArgs => ({
  region: args.region,
  platformName: args.definition.name,
  allowedEmailDomains: args.allowedEmailDomains,
  senderEmail: args.senderEmail,
  senderIdentity: args.senderIdentity,
  allowPasswordAuth: args.allowPasswordAuth,
  machineScopes: args.definition.machineScopes,
  deletionProtection: args.production,
});

type Services = Record<string, PrivateService>;

function createServices(
  name: string,
  args: RegionalPlatformArgs,
  network: PrivateNetwork,
  opts: pulumi.ComponentResourceOptions,
): Services {
  const cluster = new aws.ecs.Cluster(
    name,
    { settings: [{ name: "containerInsights", value: "enabled" }] },
    opts,
  );
  const create = ([service, definition]: [string, ServiceDefinition]) => {
    const { environment, statements } = createTables(
      `${name}-${service}`,
      definition,
      args.production,
      opts,
    );
    return [
      service,
      new PrivateService(
        `${name}-${service}`,
        {
          region: args.region,
          vpcId: network.vpcId,
          subnetIds: network.privateSubnetIds,
          clusterArn: cluster.arn,
          directory: definition.directory,
          environment: { ...definition.environment, ...environment },
          statements,
          healthPath: definition.healthPath,
          desiredCount: definition.desiredCount ?? (args.production ? undefined : 1),
          cpu: definition.cpu,
          memoryMb: definition.memoryMb,
          deletionProtection: args.production,
        },
        opts,
      ),
    ];
  };
  return Object.fromEntries(Object.entries(args.definition.services).map(create)) as Services;
}

/** A service's tables, and what tells it their names and lets it use them. */
function createTables(
  name: string,
  definition: ServiceDefinition,
  deletionProtection: boolean,
  opts: pulumi.ComponentResourceOptions,
) {
  const tables = Object.entries(definition.tables ?? {}).map(([tableName, table]) => ({
    variable: `${tableName.toUpperCase().replaceAll("-", "_")}_TABLE`,
    table: new ServiceTable(`${name}-table-${tableName}`, { ...table, deletionProtection }, opts),
  }));
  return {
    environment: Object.fromEntries(
      tables.map(({ variable, table }) => [variable, table.tableName]),
    ),
    statements: tables.map(({ table }) => table.statement),
  };
}

function createProxies(
  name: string,
  args: RegionalPlatformArgs,
  network: PrivateNetwork,
  services: Services,
  opts: pulumi.ComponentResourceOptions,
): Record<string, ProxyFunction> {
  const create = ([service, { url, port, loadBalancerSecurityGroupId }]: [
    string,
    PrivateService,
  ]) => [
    service,
    new VpcProxy(
      `${name}-${service}-proxy`,
      {
        serviceName: service,
        serviceUrl: url,
        servicePort: port,
        serviceSecurityGroupId: loadBalancerSecurityGroupId,
        vpcId: network.vpcId,
        subnetIds: network.privateSubnetIds,
        ...corsOfProxy(args, service),
        ...args.definition.services[service]?.proxy,
      },
      opts,
    ),
  ];
  return Object.fromEntries(Object.entries(services).map(create)) as Record<string, VpcProxy>;
}

/** Which pages may read what a service's function answers. */
const corsOfProxy = (
  { definition: { routes, defaultAuth, cors } }: RegionalPlatformArgs,
  service: string,
) => proxyCors(parseRoutes(routes, defaultAuth), service, cors);

/** A function that streams, for each service that a streaming route leads to. */
function createStreamingProxies(
  name: string,
  args: RegionalPlatformArgs,
  network: PrivateNetwork,
  services: Services,
  opts: pulumi.ComponentResourceOptions,
): Record<string, ProxyFunction> {
  const longest = streamingTimeouts(integrationsOf(args));
  const create = ([service, timeoutMs]: [string, number]) => {
    const { url, port, loadBalancerSecurityGroupId } = services[service]!;
    const totalTimeoutMs = streamingTimeoutMs(timeoutMs);
    const { connectTimeoutMs, memoryMb, headers } = args.definition.services[service]?.proxy ?? {};
    return [
      service,
      new VpcProxy(
        `${name}-${service}-stream-proxy`,
        {
          streaming: true,
          serviceName: service,
          serviceUrl: url,
          servicePort: port,
          serviceSecurityGroupId: loadBalancerSecurityGroupId,
          vpcId: network.vpcId,
          subnetIds: network.privateSubnetIds,
          ...corsOfProxy(args, service),
          headers,
          totalTimeoutMs,
          connectTimeoutMs: connectTimeoutMs && Math.min(connectTimeoutMs, totalTimeoutMs - 1),
          memoryMb,
        },
        opts,
      ),
    ];
  };
  return Object.fromEntries(Object.entries(longest).map(create)) as Record<string, VpcProxy>;
}

/** One VPC link for all services that routes lead to without a function. */
function linkServices(
  name: string,
  args: RegionalPlatformArgs,
  network: PrivateNetwork,
  services: Services,
  opts: pulumi.ComponentResourceOptions,
): Record<string, LinkedService> {
  const linked = integrationsOf(args).flatMap((integration) =>
    integration.kind === "vpcLink" ? [integration.service] : [],
  );
  if (linked.length === 0) return {};
  const targets = Object.fromEntries(
    [...new Set(linked)].map((service) => {
      const { port, loadBalancerSecurityGroupId: securityGroupId } = services[service]!;
      return [service, { port, securityGroupId }];
    }),
  );
  const { vpcId, privateSubnetIds: subnetIds } = network;
  const { vpcLinkId } = new VpcLink(`${name}-link`, { vpcId, subnetIds, targets }, opts);
  return Object.fromEntries(
    Object.keys(targets).map((service) => {
      const { url, listenerArn } = services[service]!;
      return [service, { url, listenerArn, vpcLinkId }];
    }),
  );
}

const integrationsOf = ({ definition }: RegionalPlatformArgs) =>
  Object.values(definition.routes).map(({ integration }) => integration);

function createApi(
  name: string,
  args: RegionalPlatformArgs,
  backends: Pick<ApiArgs, "proxies" | "streamingProxies" | "linkedServices">,
  userPoolArn: pulumi.Input<string>,
  opts: pulumi.ComponentResourceOptions,
): Api {
  return new Api(
    name,
    {
      region: args.region,
      title: args.definition.name,
      routes: args.definition.routes,
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

function createAlarms(
  name: string,
  args: RegionalPlatformArgs,
  { restApiName, stageName }: Api,
  opts: pulumi.ComponentResourceOptions,
): ApiAlarms {
  const { alarmTopicArns } = args;
  return new ApiAlarms(`${name}-api`, { restApiName, stageName, alarmTopicArns }, opts);
}
