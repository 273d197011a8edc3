// What `POST try` takes and returns, for the page too: types only.

/** The body of `POST try`. */
export interface CallToTry {
  readonly method: string;
  /** Below the API, such as `/orders?limit=5`; encoded as it is sent. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The region whose API is called at its own address. @default the shared name, at the edge */
  readonly region?: string;
  /** Name of the REST API, and its stage, with `region`. @default the region's first */
  readonly api?: string;
  readonly stage?: string;
  /** Who calls, as for `POST tokens`. @default nobody is signed in */
  readonly as?: TokenToHandOut;
  /** Signs the call with the account's key (SigV4) in place of a token; needs `region`. @default false */
  readonly signs?: boolean;
}

/** The body of `POST tokens`. */
export interface TokenToHandOut {
  /** What the user signs in with; created if it is missing. @default a user for development */
  readonly user?: string;
  /** Groups that the user joins. */
  readonly groups?: readonly string[];
  /** Name or id of an app client. @default the platform's own */
  readonly client?: string;
  /** A machine instead of a user. */
  readonly machine?: string;
  /** Scopes that the token must have; it is an access token then. */
  readonly scopes?: readonly string[];
  /** An access token. @default an ID token, which routes without scopes take */
  readonly access?: boolean;
}

/** The response of `POST try`. */
export interface TriedCall {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Left out for a body that is no text. */
  readonly text?: string;
  /** Length of the whole body. */
  readonly bytes: number;
  /** Whether `text` is only the begin of it. */
  readonly truncated: boolean;
  /** Until the response began, and until it ended. */
  readonly headMs: number;
  readonly durationMs: number;
  /** Its id in `GET calls/{id}`. */
  readonly id?: string;
  /** The region that responded. */
  readonly region?: string;
}

/** The response of `POST try` with what was done for it. */
export interface TryResponse extends TriedCall {
  /** The same call as a command. */
  readonly curl: string;
  /** What was created to sign in. */
  readonly notes: readonly string[];
}

/** The response of `GET tokens`: who may be signed in. */
export interface TokenChoices {
  /** The first users, by what they sign in with. */
  readonly users: readonly string[];
  readonly groups: readonly string[];
  readonly machines: readonly { readonly name: string; readonly scopes: readonly string[] }[];
  readonly clients: readonly { readonly name: string; readonly scopes: readonly string[] }[];
}
