import type { Properties } from "../../graph/resource.ts";
import { RestApiDefinitionError } from "../errors.ts";
import type { Limit } from "./tokenBucket.ts";

/** What a stage's method settings say about throttling. */
export interface StageThrottles {
  /** The `*`/`*` setting: the limit of each method that has none of its own. */
  readonly everyMethod: Partial<Limit>;
  /** By method and resource path, such as `GET /orders/{id}`. */
  readonly methods: ReadonlyMap<string, Partial<Limit>>;
}

/**
 * Reads the throttling part of a stage's `MethodSettings` resources.
 *
 * @throws RestApiDefinitionError when a setting's path names no method
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

/** `orders/{id}/GET`, also with `~1` for its slashes as in API Gateway's patch paths. */
export function parseMethodPath(subject: string, methodPath: string): string {
  const match = /^(.*)\/([A-Z]+|\*)$/.exec(methodPath.replaceAll("~1", "/"));
  if (match === null) {
    throw new RestApiDefinitionError(
      subject,
      `the method setting "${methodPath}" is not of the form "orders/{id}/GET" or "*/*"`,
    );
  }
  const [, resource = "", method = ""] = match;
  return `${method} /${resource.replace(/^\/+|\/+$/g, "")}`;
}

/** The Terraform provider writes -1 for "not set here". */
export function readLimit(values: Properties): Partial<Limit> {
  const { throttlingRateLimit: rate, throttlingBurstLimit: burst } = values;
  return {
    ...(typeof rate === "number" && rate >= 0 ? { ratePerSecond: rate } : {}),
    ...(typeof burst === "number" && burst >= 0 ? { burst } : {}),
  };
}
