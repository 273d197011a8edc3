import type { EdgeStatus } from "../running/edgeClient.ts";
import { ChaosError } from "./chaosError.ts";

/** @throws ChaosError when a region is not as it is after a start: scenarios must leave it as they found it */
export function assertUntouched({ regions }: EdgeStatus): void {
  for (const [name, { state, healthy, drained, delayMs }] of Object.entries(regions)) {
    const fault =
      (state !== "running" && state) ||
      (drained && "drained") ||
      (delayMs !== undefined && `slowed by ${delayMs} ms`) ||
      (!healthy && "unhealthy");
    if (!fault) continue;
    throw new ChaosError(
      `${name} is ${fault}. Scenarios begin with healthy regions: end that first, or start a platform with --env.`,
    );
  }
}

/**
 * The regions that fail.
 *
 * @throws ChaosError when they do not exist, or none would be left
 */
export function chooseTargets(
  regions: readonly string[],
  home: string,
  given: readonly string[] | undefined,
): readonly string[] {
  if (regions.length < 2) {
    throw new ChaosError(
      `The platform has only ${regions.join(", ")}. Scenarios need two regions or more.`,
    );
  }
  const targets = given ?? [regions.find((name) => name !== home)!];
  const unknown = targets.find((name) => !regions.includes(name));
  if (unknown !== undefined) {
    throw new ChaosError(`The platform has no region "${unknown}"; it has ${regions.join(", ")}.`);
  }
  if (new Set(targets).size === regions.length) {
    throw new ChaosError("--target must leave at least one region.");
  }
  return [...new Set(targets)];
}
