/** Seconds per data point: API Gateway sends its metrics each minute. */
export const periodSeconds = 60;

/** Two bad minutes of three: a spike ends before anyone could react, an outage does not. */
export const evaluationPeriods = 3;
export const periodsToAlarm = 2;

/** Share of calls, 0 to 1. At this rate, an API with a goal of 99.9 % uses up a month's failures in 15 hours. */
export const serverErrorRate = 0.05;

/**
 * Fewer failed calls per minute never alarm: at night, one failed call may be 100 % of a minute's
 * calls. It counts failures, not calls, so that an alarm starts if every call of a quiet night fails.
 */
export const minimumServerErrors = 5;

/**
 * Milliseconds that the slowest 1 % of calls may take. More than a cold start plus the 2 s that a
 * function waits for a connection, so that a quiet API's first call does not alarm. Far less than the
 * 25 s after which the function gives up.
 */
export const latencyP99Ms = 4_000;
