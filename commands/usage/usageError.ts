/** The usage is unavailable: no platform runs, or the plan, region or stack does not exist. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
