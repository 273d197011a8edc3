import type { AwsEndpoint } from "../aws/endpoint.ts";
import type { Properties, Resource } from "../graph/resource.ts";

/** What a platform serves: a program's stacks, or exported ones. */
export interface StackSource {
  /** Names of the regions, the first one being home. Each needs an AWS endpoint. */
  readonly regions: string[];
  /**
   * Brings the resources about, those with a data plane for real.
   *
   * @param endpoints - the AWS endpoints by region
   */
  load(endpoints: ReadonlyMap<string, AwsEndpoint>): Promise<LoadedRegion[]>;
}

/** A region as it is to be served. */
export interface LoadedRegion {
  readonly region: string;
  readonly resources: Resource[];
  readonly outputs: Properties;
}
