import { environmentOf } from "../shared/environment.ts";
import type { ClaimHeaders } from "./claims.ts";
import type { EncodedSlashes } from "./encodedSlashes.ts";

/** Which pages may read a response. */
interface CorsRule {
  readonly allowOrigin: string;
  /** Lets those pages send credentials such as cookies. */
  readonly allowCredentials?: boolean;
}

/** Rules by route, such as `GET /orders/{id}`; null for a route without CORS. */
type CorsByRoute = Readonly<Record<string, CorsRule | null>>;

/** Headers by API version, which is the first segment of a route's path. */
export type HeadersByVersion = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Fixed paths at the service by route, such as `GET /health`. */
type PathsByRoute = Readonly<Record<string, string>>;

/** Names of headers by route. */
type WithheldByRoute = Readonly<Record<string, readonly string[]>>;

/** Keys of a Lambda authorizer's response by route and header. */
type UserHeadersByRoute = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The proxy function's settings, each read from an environment variable. */
export interface ProxySettings {
  /** `SERVICE_URL`: address of the service's load balancer; its path is prepended to each call's. */
  readonly serviceUrl: URL;
  /** `SERVICE_NAME`: the service's name in the log. */
  readonly serviceName: string;
  /** `CONNECT_TIMEOUT_MS`: time limit for a connection, by default 2,000. */
  readonly connectTimeoutMs: number;
  /** `TOTAL_TIMEOUT_MS`: time limit for the whole call, by default 25,000. */
  readonly totalTimeoutMs: number;
  /** `CORS_ALLOW_ORIGIN`: origin whose pages may read responses, by default none. */
  readonly corsAllowOrigin: string | undefined;
  /** `CORS_ALLOW_CREDENTIALS`: lets those pages send credentials such as cookies, by default false. */
  readonly corsAllowCredentials?: boolean;
  /** `CORS_BY_ROUTE`: JSON of rules for single routes, by default none. */
  readonly corsByRoute?: CorsByRoute | undefined;
  /** `HEADERS_BY_VERSION`: JSON of response headers by API version, by default none. */
  readonly headersByVersion?: HeadersByVersion | undefined;
  /** `PATHS_BY_ROUTE`: JSON of paths at the service by route, by default the call's own path. */
  readonly pathsByRoute?: PathsByRoute | undefined;
  /** `ENCODED_SLASHES`: JSON of whether path parameters may have encoded slashes, by route or `*`, by default only `{name+}`. */
  readonly encodedSlashes?: EncodedSlashes | undefined;
  /** `WITHHELD_BY_ROUTE`: JSON of the client's headers, and query parameters as `?name`, to drop by route, by default none. */
  readonly withheldByRoute?: WithheldByRoute | undefined;
  /** `USER_HEADERS_BY_ROUTE`: JSON of headers from a Lambda authorizer by route, by default none. */
  readonly userHeadersByRoute?: UserHeadersByRoute | undefined;
  /** `CLAIM_HEADERS`: JSON of claims by header, or false for a usual header to leave out, by default none. */
  readonly claimHeaders?: ClaimHeaders | undefined;
  /** `METRICS`: JSON of the directives for the log lines' metrics, by default none. */
  readonly metrics?: string | undefined;
  /** `ALLOWED_REQUEST_HEADERS`: headers of the client to pass on, by default all. */
  readonly allowedRequestHeaders?: readonly string[] | undefined;
  /** `ALLOWED_RESPONSE_HEADERS`: headers of the service to pass on, by default all. */
  readonly allowedResponseHeaders?: readonly string[] | undefined;
}

/** API Gateway times out after 29 s; the function must respond before that. */
const maxTimeoutMs = 28_000;

/** A streamed response may take 15 minutes in total; the function must end it before that. */
export const maxStreamingTimeoutMs = 899_000;

/**
 * @param variables - the function's environment
 * @param maxMs - upper limit of each timeout
 * @throws EnvironmentError when a variable is missing or wrong
 */
export function readSettings(
  variables: NodeJS.ProcessEnv,
  maxMs: number = maxTimeoutMs,
): ProxySettings {
  const environment = environmentOf(variables);
  const { json } = environment;
  const timeout = (name: string, defaultMs: number) =>
    environment.integer(name, { min: 1, max: maxMs, default: defaultMs });
  const optionalList = (name: string) =>
    environment.optionalString(name) === undefined ? undefined : environment.list(name);
  return {
    serviceUrl: environment.httpUrl("SERVICE_URL"),
    serviceName: environment.string("SERVICE_NAME"),
    connectTimeoutMs: timeout("CONNECT_TIMEOUT_MS", 2_000),
    totalTimeoutMs: timeout("TOTAL_TIMEOUT_MS", 25_000),
    corsAllowOrigin: environment.optionalString("CORS_ALLOW_ORIGIN"),
    corsAllowCredentials: environment.optionalString("CORS_ALLOW_CREDENTIALS") === "true",
    corsByRoute: json<CorsByRoute>("CORS_BY_ROUTE"),
    headersByVersion: json<HeadersByVersion>("HEADERS_BY_VERSION"),
    pathsByRoute: json<PathsByRoute>("PATHS_BY_ROUTE"),
    encodedSlashes: json<EncodedSlashes>("ENCODED_SLASHES"),
    withheldByRoute: json<WithheldByRoute>("WITHHELD_BY_ROUTE"),
    userHeadersByRoute: json<UserHeadersByRoute>("USER_HEADERS_BY_ROUTE"),
    claimHeaders: json<ClaimHeaders>("CLAIM_HEADERS"),
    metrics: environment.optionalString("METRICS"),
    allowedRequestHeaders: optionalList("ALLOWED_REQUEST_HEADERS"),
    allowedResponseHeaders: optionalList("ALLOWED_RESPONSE_HEADERS"),
  };
}
