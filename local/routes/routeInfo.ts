// What `GET routes` returns, for the page too: types only, without Node.js's.

/** `GET routes`: every route of every REST API of all regions. */
export interface RoutesReport {
  readonly regions: readonly string[];
  /** Sorted by API, path and method. */
  readonly routes: readonly RouteInfo[];
}

/** A route with its guards, its backend and what a request needs. */
export interface RouteInfo {
  /** Name of the REST API in the program. */
  readonly api: string;
  readonly stage: string;
  /** Regions that have it. */
  readonly regions: readonly string[];
  /** What precedes the path at the shared name; left out if it is only at the regions' own addresses. */
  readonly basePath?: string;
  /** `ANY` for all methods that the path does not declare. */
  readonly method: string;
  readonly path: string;
  readonly summary?: string;
  readonly description?: string;
  readonly auth: AuthInfo;
  /** Whether a call needs an API key of a usage plan. */
  readonly apiKey: boolean;
  readonly throttle?: { readonly ratePerSecond?: number; readonly burst?: number };
  /** Name of the web ACL in front of the stage. */
  readonly firewall?: string;
  /** Parts of a request that the gateway checks. */
  readonly validates: readonly ("parameters" | "body")[];
  readonly cache?: { readonly ttlSeconds: number; readonly keys: readonly string[] };
  readonly integration: IntegrationInfo;
  readonly parameters: readonly ParameterInfo[];
  readonly body?: BodyInfo;
  /** Why it responds with 501 here. */
  readonly notServed?: string;
}

export interface AuthInfo {
  readonly kind: "none" | "user pool" | "function" | "IAM";
  /** A token needs one of them. */
  readonly scopes: readonly string[];
  /** Header with the token. */
  readonly header?: string;
}

export interface IntegrationInfo {
  /** Such as `Lambda proxy`, `sqs`, `VPC link`, `HTTP` or `mock`. */
  readonly kind: string;
  /** Name of the function, queue, … or the URL. */
  readonly target?: string;
  /** The private service behind it. */
  readonly service?: string;
  readonly timeoutMs?: number;
}

export interface ParameterInfo {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly description?: string;
  /** Without references. */
  readonly schema?: object;
  readonly example: string;
}

export interface BodyInfo {
  readonly contentType: string;
  readonly required: boolean;
  /** Without references. */
  readonly schema?: object;
  readonly example: string;
}
