import type { Reply } from "./exchange/exchange.ts";

/** Key of an operation for the reason why its route is not served on this machine. */
export const notServed = "x-palisade-not-served";

/**
 * A route that responds to everybody with 501 and the reason. No gateway response applies, and no guard: it leads
 * nowhere.
 */
export function unservedRoute(reason: string) {
  const body = JSON.stringify({ message: `Not served on this machine: ${reason}` });
  const reply: Reply = { status: 501, headers: ["Content-Type", "application/json"], body };
  return {
    authorize: undefined,
    requireKey: undefined,
    withinLimits: () => true,
    validate: undefined,
    integrate: () => Promise.resolve(reply),
  };
}
