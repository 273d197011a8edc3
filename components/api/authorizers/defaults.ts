/** API Gateway's own, written out so that it is seen. */
export const ttlSeconds = 300;

/** Enough for a function that asks another server; a caller waits all that time. */
export const timeoutSeconds = 10;

/** Header that a token authorizer reads. */
export const header = "Authorization";
