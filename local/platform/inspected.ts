import type { AwsEndpoint } from "../aws/endpoint.ts";
import type { InspectedRegion } from "../inspect/index.ts";
import type { LoadedStacks } from "../sources/source.ts";

/** The regions as the console's pages look into them. A stack in front of the regions counts as one named `edge`. */
export const inspectedRegions = (
  { regions, edges }: LoadedStacks,
  endpoints: ReadonlyMap<string, AwsEndpoint>,
): InspectedRegion[] => [
  ...regions.map(({ region, outputs: _, ...stack }) => ({
    name: region,
    ...stack,
    aws: endpoints.get(region)!,
  })),
  ...edges.map(({ region, outputs: _, ...stack }, index) => ({
    name: index === 0 ? "edge" : `edge-${index + 1}`,
    ...stack,
    aws: endpoints.get(region)!,
  })),
];
