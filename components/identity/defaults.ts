/** Cognito itself allows 6 to 99. */
export const passwordMinimumLength = 12;

/** Days until a password that an administrator set expires. */
export const temporaryPasswordDays = 3;

/** API Gateway checks tokens offline, so a revoked token works until it expires: an hour at most. */
export const accessTokenMinutes = 60;
export const idTokenMinutes = 60;

/** Cognito's default. With rotation, each use replaces the token. */
export const refreshTokenDays = 30;

/** Seconds in which a replaced refresh token still works, in case the response got lost (0 to 60). */
export const rotationGraceSeconds = 10;

/** Minutes to answer a sign-in challenge (3 to 15): a mailed code has to arrive. */
export const signInSessionMinutes = 5;

/** Cognito waits at most this many seconds for a trigger. Source: Cognito Developer Guide, "Customizing user pool workflows with Lambda triggers". */
export const triggerTimeoutSeconds = 5;

/** About 200 sign-ins in five minutes: more than an office needs in the morning, far fewer than an attack. */
export const requestsPerAddress = 500;
