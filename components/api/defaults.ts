import type { Throttle } from "./guards/index.ts";

export { logRetentionDays } from "../shared/defaults.ts";

/**
 * What a whole region of the platform lets through unless told otherwise: enough for a young
 * platform, and a twentieth of what the account may serve, so that no stage starves another.
 */
export const throttle: Throttle = { ratePerSecond: 500, burst: 250 };

/** First part of the path of the API's default address. */
export const stageName = "live";
