/**
 * A connection inside the VPC takes a few milliseconds; a load balancer that does not answer
 * within this time has no healthy target or is being replaced.
 */
export const connectTimeoutMs = 2_000;

/** Below the gateway's 29 s, so that the caller gets this function's answer and its log. */
export const totalTimeoutMs = 25_000;

/** The most that leaves the function time to start and to answer before the gateway gives up at 29 s. */
export const maxTotalTimeoutMs = 27_000;

/** The most that leaves a function that streams time for its last word: Lambda ends it at 900 s. */
export const maxStreamingTimeoutMs = 899_000;
