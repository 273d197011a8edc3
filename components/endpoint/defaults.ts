/** Seconds between a checker's requests: 10 would detect an outage in 30 s instead of 90, for three times the requests. */
export const intervalSeconds = 30;

/** Failures in a row: one lost packet must not move a region's clients. */
export const failureThreshold = 3;

/** Seconds that resolvers keep a certificate's validation record. Only ACM reads it. */
export const validationTtlSeconds = 300;

/** Route 53 publishes its metrics in this region only, so alarms on them must be there. */
export const metricsRegion = "us-east-1";
