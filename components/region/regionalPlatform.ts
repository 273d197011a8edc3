import * as pulumi from "@pulumi/pulumi";
import { Api, type ApiArgs, type Resources, type UsagePlans } from "../api/index.ts";
import type { FirewallLock } from "../api/firewall/index.ts";
import { PrivateNetwork } from "../network/index.ts";
import { LogSettings } from "../observability/index.ts";
import { overridden } from "../platform/index.ts";
import { createAssertions, endpointsOf } from "./assertions.ts";
import { checkArgs, type RegionalPlatformArgs } from "./args.ts";
import { type Backends, createBackends } from "./backends.ts";
import { apiSettingsOf, createEndpoint, withHealthRoutes } from "./domain.ts";
import { edgeSecrets, lockOf } from "./edgeLock.ts";
import type { HomeDirectory } from "./homeDirectory.ts";
import { observe } from "./observe.ts";
import { replicatedTables } from "./replicas.ts";
import { revocationOf } from "./revocation.ts";
import { createFunctions } from "./functions.ts";
import { createSearch } from "./search.ts";
import { createServices } from "./services.ts";
import { createTables, tablesOf } from "./tables.ts";
import { acceptedIssuers, createUsers } from "./users.ts";

/**
 * The platform in one region: network, users (in the home region) or their trusted pool (elsewhere),
 * private services with the functions in front of them, and the API as the only way in.
 *
 * Creates a `PrivateNetwork`, a `UserDirectory` at home or a `ReplicaDirectory`, an ECS cluster, per service a
 * `PrivateService` with its `ServiceTable`s and a `VpcProxy`, the platform's own functions, an `Api` with `ApiAlarms`, `Observability`, with dashboards perhaps a `GlobalDashboard`, with a domain a
 * `RegionalEndpoint`, and at home the secrets of an edge in front of it. At rest it costs about 33 USD a month per NAT gateway, 14 per interface endpoint, 16 per service, 7
 * per task and 10 for the firewall (two zones, us-east-1, November 2026).
 */
export class RegionalPlatform extends pulumi.ComponentResource {
  /** Address that leads to the nearest healthy region. `undefined` without a domain. */
  readonly url: string | undefined;
  /** Address of this region's API: by its own host name with a domain, else the default one with the stage. */
  readonly apiUrl: pulumi.Output<string>;
  /** Responds with 200 while the region works. `undefined` without a health route. */
  readonly healthUrl: pulumi.Output<string> | undefined;
  /** Names in CloudWatch of the alarms that deployments check: the region's, and those that page. */
  readonly alarmNames: pulumi.Output<string>[];
  /** The user directory: this region's or the home region's. */
  readonly directory: HomeDirectory;
  /** Addresses of the services inside the VPC, by name. */
  readonly serviceUrls: Record<string, pulumi.Output<string>>;
  /** Client certificates by name, as PEM, for the endpoints that should trust them. */
  readonly clientCertificatePems: Record<string, pulumi.Output<string>>;
  /** Names of the tables with replicas, as `<service>.<table>`. */
  readonly tableNames: Record<string, pulumi.Output<string>>;
  /** Secrets that the edge sends, newest first. `undefined` without an edge. */
  readonly edgeSecrets: pulumi.Output<string>[] | undefined;
  /** Address of OpenSearch Dashboards, inside the VPC. `undefined` outside the home region, and without a search. */
  readonly searchDashboards: pulumi.Output<string> | undefined;
  /** The API's usage plans and keys. `undefined` without any. */
  readonly usagePlans: UsagePlans | undefined;

  constructor(name: string, given: RegionalPlatformArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArgs(`RegionalPlatform "${name}"`, name, given);
    const args = { ...given, definition: overridden(given.definition, given) };
    const logs = new LogSettings(args.definition.observability?.logs);
    super("palisade:index:RegionalPlatform", name, {}, logs.within(opts));
    const child = { parent: this };
    logs.createKey(name, args.region, child);

    const { region, zones, cidrBlock, trustedAccounts, openEndpoints } = args;
    const interfaceEndpoints = endpointsOf(args);
    const network = new PrivateNetwork(
      name,
      {
        ...{ region, zones, cidrBlock, interfaceEndpoints, trustedAccounts, openEndpoints },
        natGateways: args.production ? "OnePerZone" : "Single",
      },
      child,
    );
    const tables = createTables(name, args, child);
    const users = createUsers(name, args, tables, network, child);
    this.directory = users.directory;
    const assertions = createAssertions(name, args, child);
    const { services, certificateArn: internalCertificateArn } = createServices(
      name,
      args,
      network,
      (service) => tablesOf(tables, service),
      assertions,
      child,
    );
    const backends = createBackends({
      ...{ name, args, network, services, assertions },
      opts: child,
    });
    const resources = createResources(name, args, child);
    const functions = createFunctions({ name, args, network, tables, resources, opts: child });
    this.edgeSecrets = edgeSecrets(name, args, child);
    const lock = lockOf(args, this.edgeSecrets);
    const api = createApi(
      name,
      args,
      { ...backends, functions, resources },
      this.directory,
      lock,
      child,
    );
    const endpoint = createEndpoint(`${name}-domain`, args, api, child);
    const watched = { network, tables, users, services, internalCertificateArn, backends };
    const alarmNames = observe(name, args, { ...watched, functions, api, endpoint }, child);

    const search = createSearch(name, args, network, logs, child);

    this.searchDashboards = search?.dashboards;
    this.url = endpoint?.url;
    this.apiUrl = endpoint ? pulumi.output(endpoint.regionUrl) : api.url;
    this.clientCertificatePems = api.clientCertificatePems;
    const path = args.definition.healthPath;
    this.healthUrl = path === undefined ? undefined : pulumi.interpolate`${this.apiUrl}${path}`;
    this.alarmNames = alarmNames;
    this.usagePlans = args.definition.api.usagePlans && api.usagePlans;
    this.tableNames = Object.fromEntries(
      replicatedTables(args.definition).map((table) => [table, tables[table]!.tableName]),
    );
    this.serviceUrls = Object.fromEntries(
      Object.entries(services).map(([service, { url }]) => [service, url]),
    );
    this.registerOutputs({
      url: this.url,
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

/** The platform's own resources, such as queues. */
const createResources = (
  name: string,
  { definition, region, production }: RegionalPlatformArgs,
  options: pulumi.ComponentResourceOptions,
): Resources => definition.resources?.({ name, region, production, options }) ?? {};

function createApi(
  name: string,
  args: RegionalPlatformArgs,
  backends: Backends & Pick<ApiArgs, "functions" | "resources">,
  directory: HomeDirectory,
  lock: FirewallLock | undefined,
  opts: pulumi.ComponentResourceOptions,
): Api {
  const { definition, region, home } = args;
  const { throttle, requestsPerAddress, stageVariables, canary } = args;
  return new Api(
    name,
    {
      region,
      title: definition.name,
      definition: withHealthRoutes(args),
      ...apiSettingsOf(args.domain),
      ...backends,
      userPoolArns: [directory.userPoolArn],
      issuers: acceptedIssuers(args, directory),
      revocation: revocationOf(args, directory, opts),
      throttle,
      requestsPerAddress,
      lock,
      stageVariables,
      canary,
      apiKeyValues: home && pulumi.output(home.apiKeys).apply((keys) => keys ?? {}),
    },
    opts,
  );
}
