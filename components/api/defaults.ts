import type { Throttle } from "./guards/index.ts";

/**
 * Default limit of a region: enough for a young platform, and a twentieth of the account's limit, so one
 * stage can't use up the calls of others.
 */
export const throttle: Throttle = { ratePerSecond: 500, burst: 250 };

/** First part of the path of the API's default address. */
export const stageName = "live";
