import type { AwsEndpoint } from "../aws/endpoint.ts";
import type { Component, Resource } from "../graph/resource.ts";

/** A region as the console's pages look into it. */
export interface InspectedRegion {
  readonly name: string;
  readonly aws: AwsEndpoint;
  /** The resources of its latest evaluation; another list after another evaluation. */
  readonly resources: readonly Resource[];
  /** The components that they belong to. @default unknown */
  readonly components?: readonly Component[];
}
