/**
 * A connection inside the VPC takes a few milliseconds. A load balancer that does not respond within
 * this time has no healthy target or is being replaced.
 */
export const connectTimeoutMs = 2_000;

/** Below API Gateway's 29 s, so that the caller gets this function's response, and the log its entry. */
export const totalTimeoutMs = 25_000;

/** Leaves the function time to start and to respond before API Gateway stops waiting after 29 s. */
export const maxTotalTimeoutMs = 27_000;

/** Leaves a streaming function time to end its response: Lambda stops it after 900 s. */
export const maxStreamingTimeoutMs = 899_000;
