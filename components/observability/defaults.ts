/** Seconds per data point: API Gateway sends its metrics each minute. */
export const periodSeconds = 60;

/** Two bad minutes of three: a spike is over before anybody could look, an outage is not. */
export const evaluationPeriods = 3;
export const periodsToAlarm = 2;

/** Share of calls, 0 to 1. Whoever may fail one call in a thousand spends a month's failures in 15 hours at this rate. */
export const serverErrorRate = 0.05;

/**
 * Failed calls per minute below which the rate says nothing: one failed call at night is 100 % of
 * that minute's. Counted in failures, not in calls, so that a night in which every call fails alarms.
 */
export const minimumServerErrors = 5;

/**
 * Milliseconds that the slowest hundredth of the calls may take. Above the start of a function
 * plus the 2 s that it waits for a connection, so that a quiet API's first call is no alarm; far
 * below the 25 s after which the function gives a call up.
 */
export const latencyP99Ms = 4_000;
