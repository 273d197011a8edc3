/** The platform can't be used for a scenario: it does not run, is not healthy, or has too few regions. */
export class ChaosError extends Error {
  override readonly name = "ChaosError";
}
