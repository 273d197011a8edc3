import type { HealthCheck } from "./model.ts";

/**
 * Share of the checkers that must call an endpoint healthy is more than this. (Route 53 Developer Guide, "How
 * Amazon Route 53 determines whether a health check is healthy")
 */
const enoughCheckers = 0.18;

/** What is known of checks while they run. */
export interface Observations {
  /** Each checker's opinion of an endpoint, by the check's id. Without one, it counts as healthy. */
  readonly opinions: (id: string) => readonly boolean[];
  /** Whether a calculated check is drained, as `traffic: drain` in the stack's config does. */
  readonly isDrained: (id: string) => boolean;
}

/** Whether Route 53 takes a check as healthy. Checks that do not exist are healthy. */
export function checkStatus(
  id: string,
  checks: ReadonlyMap<string, HealthCheck>,
  observed: Observations,
): boolean {
  const check = checks.get(id);
  if (!check) return true;
  const healthy = check.disabled || measured(check, checks, observed);
  return healthy !== check.inverted;
}

function measured(
  check: HealthCheck,
  checks: ReadonlyMap<string, HealthCheck>,
  observed: Observations,
): boolean {
  if (check.kind === "fixed") return check.healthy;
  if (check.kind === "endpoint") {
    const opinions = observed.opinions(check.id);
    const good = opinions.filter(Boolean).length;
    return opinions.length === 0 || good / opinions.length > enoughCheckers;
  }
  // Route 53 allows no calculated check among the children.
  const healthy = check.children.filter(
    (child) => checks.get(child)?.kind !== "calculated" && checkStatus(child, checks, observed),
  );
  const threshold = observed.isDrained(check.id) ? check.children.length + 1 : check.threshold;
  return healthy.length >= threshold;
}
