import type { PlatformState } from "./stateFile.ts";

/** The regions of a platform, as tools know them. */
type Regions = Pick<PlatformState, "regions">;

/** Region of the user pool. */
export function homeRegion({ regions }: Regions): string {
  const [first] = Object.values(regions);
  return first!.userPoolId.split("_")[0]!;
}

/** The region that serves the user pool. */
export const userPoolRegion = (state: Regions): PlatformState["regions"][string] =>
  state.regions[homeRegion(state)] ?? Object.values(state.regions)[0]!;
