import type { Children } from "../../project/children.ts";
import type { AwsEndpoint } from "../aws/endpoint.ts";
import type { ObserveRequest } from "../aws/cognito/index.ts";
import { startEndpoint } from "../aws/miniStack.ts";
import { joinEndpoints } from "../aws/replication.ts";

interface EndpointsOptions {
  readonly children: Children;
  /** Folder for files of the endpoints; removed by the caller. */
  readonly folder: string;
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
  const endpoints = await Promise.all(
    regions.map((region) => startEndpoint({ region, ...options })),
  );
  await joinEndpoints(endpoints);
  options.announce("Started the AWS endpoints");
  return new Map(endpoints.map((aws) => [aws.region, aws]));
}
