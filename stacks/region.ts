import { RegionalPlatform, replicatedTables } from "../components/region/index.ts";
import type { RegionConfig } from "./config.ts";
import { readHome } from "./home.ts";
import { platform } from "./platform.ts";
import { regionsOf } from "./regions.ts";

/** The program of a region's stack. */
export async function region(config: RegionConfig) {
  const { environment, homeRegion, ...args } = config;
  const replicated = replicatedTables(platform);
  const { region: stackRegion, domain } = config;
  const hasEdge = domain?.edge !== undefined && domain.edge !== "none";
  const home =
    stackRegion === homeRegion
      ? undefined
      : await readHome({ environment, homeRegion, region: stackRegion, replicated, hasEdge });
  const others = (await regionsOf(environment)).filter((region) => region !== config.region);
  const replicaRegions = home || replicated.length === 0 ? undefined : others;

  const regional = new RegionalPlatform(environment, {
    ...args,
    definition: platform,
    home,
    ...(replicaRegions && { replicaRegions }),
  });

  return defined({
    url: regional.url,
    apiUrl: regional.apiUrl,
    healthUrl: regional.healthUrl,
    alarmNames: regional.alarmNames,
    userPoolId: regional.directory.userPoolId,
    userPoolArn: regional.directory.userPoolArn,
    clientId: regional.directory.clientId,
    machineClientId: regional.directory.machineClientId,
    tokenEndpoint: regional.directory.tokenEndpoint,
    issuer: regional.directory.issuer,
    serviceUrls: regional.serviceUrls,
    // The other regions' stacks read these three, and the edge's stack the secrets.
    tables: replicaRegions && regional.tableNames,
    replicaRegions,
    edgeSecrets: home ? undefined : regional.edgeSecrets,
    usagePlans: regional.usagePlans?.plans,
    apiKeys: regional.usagePlans?.keys,
    clientCertificates: platform.api.clientCertificates && regional.clientCertificatePems,
  });
}

/** Leaves out undefined outputs: Pulumi warns about each of them. */
const defined = (outputs: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== undefined));
