import { RegionalPlatform } from "../components/region/index.ts";
import type { RegionConfig } from "./config.ts";
import { readHome } from "./home.ts";
import { platform } from "./platform.ts";

/** The program of a region's stack. */
export async function region(config: RegionConfig) {
  const { environment, homeRegion, ...args } = config;
  const home = config.region === homeRegion ? undefined : await readHome(environment, homeRegion);

  const regional = new RegionalPlatform(environment, { ...args, definition: platform, home });

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
    usagePlans: regional.usagePlans?.plans,
    apiKeys: regional.usagePlans?.keys,
    clientCertificates: platform.api.clientCertificates && regional.clientCertificatePems,
  });
}

/** Leaves out undefined outputs: Pulumi warns about each of them. */
const defined = (outputs: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== undefined));
