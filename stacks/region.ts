import * as pulumi from "@pulumi/pulumi";
import type { DomainArgs } from "../components/endpoint/index.ts";
import type { AlarmTargets } from "../components/observability/index.ts";
import type { Overrides } from "../components/platform.ts";
import {
  type HomeDirectory,
  optionalDirectoryOutputs,
  RegionalPlatform,
  replicatedTables,
} from "../components/region/index.ts";
import { requireValidConfig } from "./config.ts";
import { decoded } from "./decoded.ts";
import { readDomain } from "./domainConfig.ts";
import { readIdentity, type RegionIdentity } from "./identityConfig.ts";
import { readHome } from "./home.ts";
import { defined } from "./outputs.ts";
import { platform } from "./platform.ts";
import { regionsOf } from "./regions.ts";

/** The settings of a region's stack file, `stacks/Pulumi.<environment>-<region>.yaml`. */
export interface RegionConfig extends Required<Overrides>, RegionIdentity {
  /** Such as `us-east-1`; from `aws:region`. */
  readonly region: string;
  readonly environment: string;
  readonly homeRegion: string;
  readonly zones: string[];
  readonly cidrBlock: string;
  readonly production: boolean;
  /** `undefined` keeps the limit of the platform's firewall. */
  readonly requestsPerAddress: number | undefined;
  /** Override the platform's stage variables. */
  readonly stageVariables: Record<string, string>;
  /** `undefined` serves all calls from the program's current API. */
  readonly canary: { percent: number; stageVariables: Record<string, string> } | undefined;
  readonly throttle: { ratePerSecond: number; burst: number };
  /** `undefined` serves the API only at its default address. */
  readonly domain: DomainArgs | undefined;
  readonly internalTls: boolean;
  readonly interfaceEndpoints: string[];
  readonly trustedAccounts: string[];
  readonly openEndpoints: string[];
  readonly closedEgress: boolean;
  readonly egressTo: string[];
  readonly alarmTargets: AlarmTargets;
}

/** Reads the stack's config; `Pulumi.yaml` has the descriptions and defaults. */
export function readRegionConfig(): RegionConfig {
  requireValidConfig();
  const [config, aws] = [new pulumi.Config(), new pulumi.Config("aws")];
  const domain = readDomain(config);
  return {
    region: aws.require("region"),
    environment: config.require("environment"),
    homeRegion: config.require("homeRegion"),
    zones: config.requireObject<string[]>("zones"),
    cidrBlock: config.require("cidrBlock"),
    production: config.requireBoolean("production"),
    ...readIdentity(config, domain),
    requestsPerAddress: config.requireNumber("requestsPerAddress") || undefined,
    stageVariables: config.requireObject("stageVariables"),
    canary: readCanary(config),
    throttle: {
      ratePerSecond: config.requireNumber("throttleRatePerSecond"),
      burst: config.requireNumber("throttleBurst"),
    },
    domain,
    internalTls: config.requireBoolean("internalTls"),
    interfaceEndpoints: config.requireObject<string[]>("interfaceEndpoints"),
    trustedAccounts: config.requireObject<string[]>("trustedAccounts"),
    openEndpoints: config.requireObject<string[]>("openEndpoints"),
    closedEgress: config.requireBoolean("closedEgress"),
    egressTo: config.requireObject<string[]>("egressTo"),
    services: config.requireObject("services"),
    functions: config.requireObject("functions"),
    faults: config.requireObject("faults"),
    observability: config.requireObject("observability"),
    alarmTargets: readTargets(),
  };
}

/** Webhooks may be encrypted. The component keeps them secret; their number must be known. */
const readTargets = (): AlarmTargets =>
  decoded(pulumi.runtime.allConfig()["palisade:alarmTargets"] ?? "{}") as AlarmTargets;

function readCanary(config: pulumi.Config): RegionConfig["canary"] {
  const percent = config.requireNumber("canaryPercent");
  if (percent === -1) return undefined;
  return { percent, stageVariables: config.requireObject("canaryStageVariables") };
}

/** Outputs of the home region's stack that the platform needs besides those of each. */
const neededOutputs = (config: RegionConfig): (keyof HomeDirectory)[] => [
  ...(config.identityReplica === config.region && config.allowedEmailDomains.length > 0
    ? (["invitationsTable"] as const)
    : []),
  ...(platform.identity?.revocation ? (["denyListTable"] as const) : []),
  ...(platform.identity?.machines ? (["clients"] as const) : []),
];

/** The program of a region's stack. */
export async function region(config: RegionConfig) {
  const { environment, homeRegion, ...args } = config;
  const replicated = replicatedTables(platform);
  const { region: stackRegion, domain } = config;
  const hasEdge = domain?.edge !== undefined && domain.edge !== "none";
  const home =
    stackRegion === homeRegion
      ? undefined
      : await readHome({
          ...{ environment, homeRegion, region: stackRegion, replicated, hasEdge },
          needs: neededOutputs(config),
        });
  const others = (await regionsOf(environment)).filter((region) => region !== config.region);
  const hasReplicas = replicated.length > 0 || platform.identity?.revocation !== undefined;
  const replicaRegions = home || !hasReplicas ? undefined : others;

  const regional = new RegionalPlatform(environment, {
    ...args,
    definition: platform,
    home,
    ...(replicaRegions && { replicaRegions }),
    // The edge's stack has the dashboard over all regions if there is an edge.
    ...(!home && !hasEdge && { dashboardRegions: [stackRegion, ...others].sort() }),
  });

  return defined({
    url: regional.url,
    apiUrl: regional.apiUrl,
    healthUrl: regional.healthUrl,
    alarmNames: regional.alarmNames,
    userPoolId: regional.directory.userPoolId,
    userPoolArn: regional.directory.userPoolArn,
    clientId: regional.directory.clientId,
    ...Object.fromEntries(
      optionalDirectoryOutputs.map((output) => [output, regional.directory[output]]),
    ),
    issuer: regional.directory.issuer,
    serviceUrls: regional.serviceUrls,
    // The other regions' stacks read these four, and the edge's stack the secrets.
    invitationsTable: platform.identity && regional.directory.invitationsTable,
    tables: replicaRegions && replicated.length > 0 ? regional.tableNames : undefined,
    replicaRegions,
    edgeSecrets: home ? undefined : regional.edgeSecrets,
    usagePlans: regional.usagePlans?.plans,
    apiKeys: regional.usagePlans?.keys,
    searchDashboards: regional.searchDashboards,
    clientCertificates: platform.api.clientCertificates && regional.clientCertificatePems,
  });
}
