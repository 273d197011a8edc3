import type { Reply } from "./exchange/exchange.ts";

/** The response of what is not served. */
export function unservedReply(reason: string): Reply {
  const body = JSON.stringify({ message: `Not served on this machine: ${reason}` });
  return { status: 501, headers: ["Content-Type", "application/json"], body };
}

/**
 * A route that responds to everybody with 501 and the reason. No gateway response applies, and no guard: it leads
 * nowhere.
 */
export function unservedRoute(reason: string) {
  const reply = unservedReply(reason);
  return {
    authorize: undefined,
    requireKey: undefined,
    withinLimits: () => undefined,
    validate: undefined,
    integrate: () => Promise.resolve(reply),
  };
}
