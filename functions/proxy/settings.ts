import { environmentOf, EnvironmentError } from "../shared/environment.ts";
import type { CorsByRoute, HeadersByVersion } from "./addedHeaders.ts";

/** What the proxy function is told by its environment variables. */
export interface ProxySettings {
  /** `SERVICE_URL`: address of the service's load balancer; its path stands before every call's. */
  readonly serviceUrl: URL;
  /** `SERVICE_NAME`: stands in the log. */
  readonly serviceName: string;
  /** `CONNECT_TIMEOUT_MS`: until a connection counts as failed, by default 2,000. */
  readonly connectTimeoutMs: number;
  /** `TOTAL_TIMEOUT_MS`: until the whole call counts as failed, by default 25,000. */
  readonly totalTimeoutMs: number;
  /** `FORWARDED_CLAIMS`: claims that the service gets beyond the standard ones, by default none. */
  readonly forwardedClaims: readonly string[];
  /** `CORS_ALLOW_ORIGIN`: whose pages may read the answers, by default nobody's. */
  readonly corsAllowOrigin: string | undefined;
  /** `CORS_ALLOW_CREDENTIALS`: whether those pages may send cookies and the like, by default not. */
  readonly corsAllowCredentials?: boolean;
  /** `CORS_BY_ROUTE`: JSON of routes with a rule of their own, by default none. */
  readonly corsByRoute?: CorsByRoute | undefined;
  /** `HEADERS_BY_VERSION`: JSON of headers of answers by API version, by default none. */
  readonly headersByVersion?: HeadersByVersion | undefined;
  /** `ALLOWED_REQUEST_HEADERS`: headers of the client that the service gets, by default all. */
  readonly allowedRequestHeaders?: readonly string[] | undefined;
  /** `ALLOWED_RESPONSE_HEADERS`: headers of the service that the client gets, by default all. */
  readonly allowedResponseHeaders?: readonly string[] | undefined;
}

/** API Gateway gives up at 29 s; the function's own answer must be there before. */
const maxTimeoutMs = 28_000;

/** A streamed answer may take 15 minutes in all; the function's last word must be there before. */
export const maxStreamingTimeoutMs = 899_000;

/**
 * @param variables - the function's environment
 * @param maxMs - the most that a timeout may be
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
  return {
    serviceUrl: environment.httpUrl("SERVICE_URL"),
    serviceName: environment.string("SERVICE_NAME"),
    connectTimeoutMs: timeout("CONNECT_TIMEOUT_MS", 2_000),
    totalTimeoutMs: timeout("TOTAL_TIMEOUT_MS", 25_000),
    forwardedClaims: environment.list("FORWARDED_CLAIMS"),
    corsAllowOrigin: environment.optionalString("CORS_ALLOW_ORIGIN"),
    corsAllowCredentials: environment.optionalString("CORS_ALLOW_CREDENTIALS") === "true",
    corsByRoute: json<CorsByRoute>("CORS_BY_ROUTE", "JSON of rules by route"),
    headersByVersion: json<HeadersByVersion>("HEADERS_BY_VERSION", "JSON of headers by version"),
    allowedRequestHeaders: optionalList("ALLOWED_REQUEST_HEADERS"),
    allowedResponseHeaders: optionalList("ALLOWED_RESPONSE_HEADERS"),
  };
}
