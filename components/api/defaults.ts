import type { Throttle } from "./guards.ts";

/**
 * What a whole region of the platform lets through unless told otherwise: enough for a young
 * platform, and a twentieth of what the account may serve, so that no stage starves another.
 */
export const throttle: Throttle = { ratePerSecond: 500, burst: 250 };

/** First part of the path of the API's default address. */
export const stageName = "live";

/** Long enough to look into last month's incident, short enough not to hoard. */
export const logRetentionDays = 30;

/**
 * TLS 1.2 and 1.3. API Gateway asks for an access mode with it; `BASIC` is the one to begin with.
 * Source: API Gateway Developer Guide, "Security policies for REST APIs in API Gateway".
 */
export const securityPolicy = "SecurityPolicy_TLS13_1_2_2021_06";
export const endpointAccessMode = "BASIC";
