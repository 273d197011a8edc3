import type { AwsEndpoint } from "../aws/endpoint.ts";
import type { Properties, Resource } from "../graph/resource.ts";

/** The stacks that a platform serves: a program's, or exported ones. */
export interface StackSource {
  /** Names of the regions, the home region first. Each needs an AWS endpoint. */
  readonly regions: string[];
  /**
   * Loads the resources, and creates those with a data plane.
   *
   * @param endpoints - the AWS endpoints by region
   */
  load(endpoints: ReadonlyMap<string, AwsEndpoint>): Promise<LoadedRegion[]>;
}

/** A region to be served. */
export interface LoadedRegion {
  readonly region: string;
  readonly resources: Resource[];
  readonly outputs: Properties;
}
