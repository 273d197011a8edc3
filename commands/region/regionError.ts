/** A region can't be added or removed. */
export class RegionError extends Error {
  override readonly name = "RegionError";
}
