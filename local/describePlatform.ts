import type { AwsEndpoint } from "./aws/endpoint.ts";
import type { Region } from "./region/index.ts";
import type { LoadedRegion } from "./sources/source.ts";
import type { PlatformState } from "./stateFile.ts";
import { apiKeyValues } from "./usagePlans.ts";

/** The addresses and keys of regions that run, by name. */
export function describeRegions(
  regions: Region[],
  loaded: LoadedRegion[],
  endpoints: ReadonlyMap<string, AwsEndpoint>,
): PlatformState["regions"] {
  const entries = regions.map(({ name, apiUrl }, index) => {
    const { outputs } = loaded[index]!;
    const { userPoolId, clientId, clients, issuer, denyListTable } = outputs;
    const users = { userPoolId, clientId, clients, issuer, denyListTable };
    const apiKeys = apiKeyValues(outputs);
    const { url: aws, accessKey } = endpoints.get(name)!;
    return [name, { api: apiUrl, aws, accessKey, ...users, apiKeys }];
  });
  return Object.fromEntries(entries) as PlatformState["regions"];
}
