/** Cognito itself allows 6 to 99. */
export const passwordMinimumLength = 12;

/** Days until a password that an administrator gave out expires. */
export const temporaryPasswordDays = 3;

/** API Gateway checks tokens offline: a revoked one works until it expires. Hence an hour at most. */
export const accessTokenMinutes = 60;
export const idTokenMinutes = 60;

/** Cognito's own default. With rotation each use of the token replaces it. */
export const refreshTokenDays = 30;

/** Seconds in which a replaced refresh token still works, for an answer that got lost (0 to 60). */
export const rotationGraceSeconds = 10;

/** Minutes to answer a sign-in challenge (3 to 15): a mailed code has to arrive. */
export const signInSessionMinutes = 5;

/** Seconds that Cognito waits for a trigger; it does not wait longer. Source: Cognito Developer Guide, "Customizing user pool workflows with Lambda triggers". */
export const triggerTimeoutSeconds = 5;

/** Some two hundred sign-ins in five minutes: more than an office's at nine, far less than an attack's. */
export const requestsPerAddress = 500;
