import type { AwsEndpoint } from "../aws/endpoint.ts";
import type { Properties, Resource } from "../graph/resource.ts";
import type { SecretOwner } from "../secrets/index.ts";

/** The stacks that a platform serves: a program's, or exported ones. */
export interface StackSource {
  /** Regions that need an AWS endpoint, the home region first. */
  readonly regions: string[];
  /** Services and functions with secrets, if they are known before the resources are. @default none */
  readonly secretOwners?: readonly SecretOwner[];
  /**
   * Loads the resources, and creates those with a data plane.
   *
   * @param endpoints - the AWS endpoints by region
   */
  load(endpoints: ReadonlyMap<string, AwsEndpoint>): Promise<LoadedStacks>;
}

/** The stacks to be served. */
export interface LoadedStacks {
  readonly regions: LoadedRegion[];
  /** Stacks in front of the regions. They have no API of their own. */
  readonly edges: LoadedRegion[];
}

/** The stack of a region, or one in front of the regions. */
export interface LoadedRegion {
  readonly region: string;
  readonly resources: Resource[];
  readonly outputs: Properties;
}
