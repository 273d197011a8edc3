import { environmentOf } from "../shared/environment.ts";

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
}

/** API Gateway gives up at 29 s; the function's own answer must be there before. */
const maxTimeoutMs = 28_000;

/**
 * @param variables - the function's environment
 * @throws EnvironmentError when a variable is missing or wrong
 */
export function readSettings(variables: NodeJS.ProcessEnv): ProxySettings {
  const environment = environmentOf(variables);
  const timeout = (name: string, defaultMs: number) =>
    environment.integer(name, { min: 1, max: maxTimeoutMs, default: defaultMs });
  return {
    serviceUrl: environment.httpUrl("SERVICE_URL"),
    serviceName: environment.string("SERVICE_NAME"),
    connectTimeoutMs: timeout("CONNECT_TIMEOUT_MS", 2_000),
    totalTimeoutMs: timeout("TOTAL_TIMEOUT_MS", 25_000),
    forwardedClaims: environment.list("FORWARDED_CLAIMS"),
    corsAllowOrigin: environment.optionalString("CORS_ALLOW_ORIGIN"),
  };
}
