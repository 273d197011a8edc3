import type { AwsEndpoint } from "../aws/endpoint.ts";
import type { Resource } from "../graph/resource.ts";

/** A resource with what an evaluation may add to it. */
export interface DeclaredResource extends Resource {
  readonly urn?: string;
  /** URN of the component that it belongs to. */
  readonly parent?: string;
  /** Names of the inputs and outputs that the program marked as secret. */
  readonly secrets?: readonly string[];
}

/** A region as the console's pages look into it. */
export interface InspectedRegion {
  readonly name: string;
  readonly aws: AwsEndpoint;
  /** The resources of its latest evaluation; another list after another evaluation. */
  readonly resources: readonly DeclaredResource[];
}
