import type { Children } from "../../project/children.ts";
import type { AwsEndpoint } from "../aws/endpoint.ts";
import type { ObserveRequest } from "../aws/cognito/index.ts";
import { startEndpoint } from "../aws/miniStack.ts";
import { joinEndpoints } from "../aws/replication.ts";
import { describeData, type HeldData, holdData, keptRegions } from "../data/index.ts";
import type { SourceOptions } from "./source.ts";

interface EndpointsOptions {
  readonly children: Children;
  /** Folder for files of the endpoints; removed by the caller. */
  readonly folder: string;
  /** The data that regions keep between starts. @default nothing is kept */
  readonly data?: HeldData | undefined;
  readonly announce: (message: string) => void;
  /** Receives each request to an endpoint when it has ended. */
  readonly onRequest: ObserveRequest;
}

/** Starts the AWS endpoints of regions side by side, and replicates their global tables. */
export async function startEndpoints(
  regions: readonly string[],
  options: EndpointsOptions,
): Promise<Map<string, AwsEndpoint>> {
  // Loads while the endpoints start.
  void import("../network/verdicts.ts");
  const { data, ...rest } = options;
  const start = (region: string) =>
    startEndpoint({ region, ...rest, ...(data && { stateFolder: data.folderOf(region) }) });
  const endpoints = await Promise.all(regions.map(start));
  await joinEndpoints(endpoints);
  return new Map(endpoints.map((aws) => [aws.region, aws]));
}

/** Takes the data of an environment for a platform. `undefined` if another one has it. */
export async function takeData({
  root,
  environment,
  announce,
}: Pick<SourceOptions, "root" | "environment" | "announce">): Promise<HeldData | undefined> {
  const data = await holdData(root, environment);
  if (!("usedBy" in data)) {
    const kept = describeData(await keptRegions(root, environment));
    if (kept.length > 0) announce(`Kept data: ${kept.join("; ")} (--fresh starts empty)`);
    return data;
  }
  announce(
    `Another platform (process ${data.usedBy}) has the data of "${environment}": this one starts empty and keeps nothing`,
  );
  return undefined;
}
