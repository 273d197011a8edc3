import * as defaults from "./defaults.ts";

/**
 * How long a function that streams may take for a route, in milliseconds: a second less than API
 * Gateway waits, so that the function has its say, and for short routes half of it.
 */
export const streamingTimeoutMs = (routeTimeoutMs: number): number =>
  Math.min(
    routeTimeoutMs - Math.min(1_000, Math.floor(routeTimeoutMs / 2)),
    defaults.maxStreamingTimeoutMs,
  );
