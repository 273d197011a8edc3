import { environmentOf, EnvironmentError } from "../shared/environment.ts";
import type { ResilienceSettings } from "./resilience/options.ts";
import type { KmsKey } from "./assertion/kms.ts";
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
  /** `METRICS`: what metrics are about, `service` or `route`, by default none. */
  readonly metrics?: "service" | "route" | undefined;
  /** `ASSERTION_KEY_ARN`, `ASSERTION_KEY_ID`: KMS's key for assertions and its name, by default none. */
  readonly assertionKey?: (KmsKey & { readonly keyId: string }) | undefined;
  /** `ALLOWED_REQUEST_HEADERS`: headers of the client to pass on, by default all. */
  readonly allowedRequestHeaders?: readonly string[] | undefined;
  /** `ALLOWED_RESPONSE_HEADERS`: headers of the service to pass on, by default all. */
  readonly allowedResponseHeaders?: readonly string[] | undefined;
  /** `RESILIENCE`: JSON of what to do when the service fails, by default an error for the client. */
  readonly resilience?: ResilienceSettings | undefined;
  /** `FALLBACK_URLS`: JSON of the addresses of other services by their names, by default none. */
  readonly fallbackUrls?: Readonly<Record<string, URL>> | undefined;
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
  const timeout = (name: string, defaultMs: number) =>
    environment.integer(name, { min: 1, max: maxMs, default: defaultMs });
  const optionalList = (name: string) =>
    environment.optionalString(name) === undefined ? undefined : environment.list(name);
  const json = <T>(name: string, allowed: string): T | undefined => {
    const text = environment.optionalString(name);
    try {
      return text === undefined ? undefined : (JSON.parse(text) as T);
    } catch {
      throw new EnvironmentError(name, text, allowed);
    }
  };
  const keyArn = environment.optionalString("ASSERTION_KEY_ARN");
  const keyId = keyArn === undefined ? "" : environment.string("ASSERTION_KEY_ID");
  return {
    serviceUrl: environment.httpUrl("SERVICE_URL"),
    serviceName: environment.string("SERVICE_NAME"),
    connectTimeoutMs: timeout("CONNECT_TIMEOUT_MS", 2_000),
    totalTimeoutMs: timeout("TOTAL_TIMEOUT_MS", 25_000),
    corsAllowOrigin: environment.optionalString("CORS_ALLOW_ORIGIN"),
    corsAllowCredentials: environment.optionalString("CORS_ALLOW_CREDENTIALS") === "true",
    corsByRoute: json<CorsByRoute>("CORS_BY_ROUTE", "JSON of rules by route"),
    headersByVersion: json<HeadersByVersion>("HEADERS_BY_VERSION", "JSON of headers by version"),
    pathsByRoute: json<PathsByRoute>("PATHS_BY_ROUTE", "JSON of paths by route"),
    encodedSlashes: json<EncodedSlashes>("ENCODED_SLASHES", "JSON of true or false by route"),
    withheldByRoute: json<WithheldByRoute>("WITHHELD_BY_ROUTE", "JSON of header names by route"),
    userHeadersByRoute: json<UserHeadersByRoute>(
      "USER_HEADERS_BY_ROUTE",
      "JSON of keys by route and header",
    ),
    claimHeaders: json<ClaimHeaders>("CLAIM_HEADERS", "JSON of claims by header"),
    metrics: metricsOf(environment.optionalString("METRICS")),
    assertionKey: keyArn === undefined ? undefined : { keyArn, keyId, variables },
    allowedRequestHeaders: optionalList("ALLOWED_REQUEST_HEADERS"),
    allowedResponseHeaders: optionalList("ALLOWED_RESPONSE_HEADERS"),
    resilience: json<ResilienceSettings>("RESILIENCE", "JSON of options"),
    fallbackUrls: urlsOf(json<Record<string, string>>("FALLBACK_URLS", "JSON of URLs by service")),
  };
}

const urlsOf = (urls: Record<string, string> | undefined) =>
  urls &&
  Object.fromEntries(
    Object.keys(urls).map((service) => [service, environmentOf(urls).httpUrl(service)]),
  );
function metricsOf(given: string | undefined): ProxySettings["metrics"] {
  if (given === undefined || given === "service" || given === "route") return given;
  throw new EnvironmentError("METRICS", given, "service or route");
}
