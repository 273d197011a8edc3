/** A token bucket: refilled at the rate, as large as the burst. One call takes one token. */
export interface Throttle {
  /** Calls per second in the long run. */
  ratePerSecond: number;
  /** Calls at once, 1 or more. */
  burst: number;
}

/** Who may call a route and how often. */
export interface RouteGuards {
  /**
   * `cognito`: a valid token of one of the API's user pools. `none`: everybody.
   * @default "cognito"
   */
  auth?: "cognito" | "none";
  /**
   * Scopes of which the caller's access token must have one, such as `["orders/read"]`. With
   * scopes the route takes access tokens, without it takes ID tokens. Machines get scopes from the
   * token endpoint; users who sign in by SRP, password or mailed code have none of an API's.
   * @default no scopes
   */
  scopes?: string[];
  /** The route's own limit, in place of the stage's. @default the stage's limit */
  throttle?: Throttle;
}
