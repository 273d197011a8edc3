import type { Properties } from "../../graph/resource.ts";
import { RestApiDefinitionError } from "../errors.ts";
import type { Limit } from "./tokenBucket.ts";

/** The throttling part of a stage's method settings. */
export interface StageThrottles {
  /** The `*`/`*` setting: the limit of each method without its own. */
  readonly everyMethod: Partial<Limit>;
  /** By method and resource path, such as `GET /orders/{id}`. */
  readonly methods: ReadonlyMap<string, Partial<Limit>>;
}

/**
 * Reads the throttling part of a stage's `MethodSettings` resources.
 *
 * @throws RestApiDefinitionError for an invalid method path
 */
export function readThrottles(subject: string, settings: readonly Properties[]): StageThrottles {
  let everyMethod: Partial<Limit> = {};
  const methods = new Map<string, Partial<Limit>>();
  for (const { methodPath, settings: values } of settings) {
    const limit = readLimit((values as Properties | undefined) ?? {});
    const route = parseMethodPath(subject, String(methodPath));
    if (route === "* /*") {
      everyMethod = limit;
    } else {
      methods.set(route, limit);
    }
  }
  return { everyMethod, methods };
}

/** Parses `orders/{id}/GET`, also with `~1` for slashes as in API Gateway's patch paths. */
export function parseMethodPath(subject: string, methodPath: string): string {
  const match = /^(.*)\/([A-Z]+|\*)$/.exec(methodPath.replaceAll("~1", "/"));
  if (match === null) {
    throw new RestApiDefinitionError(
      subject,
      `"${methodPath}" is not a valid method path; use the form "orders/{id}/GET" or "*/*"`,
    );
  }
  const [, resource = "", method = ""] = match;
  return `${method} /${resource.replace(/^\/+|\/+$/g, "")}`;
}

/** The Terraform provider writes -1 for an unset limit. */
export function readLimit(values: Properties): Partial<Limit> {
  const { throttlingRateLimit: rate, throttlingBurstLimit: burst } = values;
  return {
    ...(typeof rate === "number" && rate >= 0 ? { ratePerSecond: rate } : {}),
    ...(typeof burst === "number" && burst >= 0 ? { burst } : {}),
  };
}
