/** What was asked can't be told: no platform runs, or there is no such plan, region or stack. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
