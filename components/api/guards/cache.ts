import type { Route } from "../route/route.ts";
import { RouteError } from "../route/routeError.ts";
import { sourcesOf } from "../templates/source.ts";
import { unseenHeaders } from "./request.ts";

/** A part of a request by which answers differ, such as `query.status` or `header.X-Tenant`. */
export type CacheKey = `query.${string}` | `header.${string}`;

/** How a route's answers are kept. */
export interface RouteCache {
  /** Seconds that an answer is kept: 1 to 3,600. @default 300 */
  readonly ttlSeconds?: number;
  /**
   * What answers differ by. Parameters of the path, the caller and what the integration maps
   * (`from.query`, `from.header`) always count besides; whatever else differs between two requests,
   * both get the same answer. Headers count as written here and in lower case, as HTTP/2 clients
   * send them. Of a query parameter that is sent twice API Gateway may heed one value only: a
   * backend should do so too.
   * @default the query parameters and headers that `validate` names
   */
  readonly keys?: readonly CacheKey[];
  /**
   * Lets all who may call get the same answer. Without it each caller's answers are kept apart, by
   * token or key, where the route asks for one. Routes with `auth: "iam"` can be cached so only: each
   * of their requests has another signature.
   * @default false
   */
  readonly shared?: boolean;
  /** Needed for POST: API Gateway does not tell requests apart by their bodies. @default false */
  readonly ignoreBody?: boolean;
}

/** Whether answers are kept. */
export interface CacheGuard {
  /**
   * Keeps the route's answers, whatever their status, in the stage's cache, encrypted, if they
   * measure 1 MB at most. How large that cache is, the platform's `cache` says. Authorization, limits
   * and validation come before it, for each call. A client that asks for a new answer
   * (`Cache-Control: max-age=0`) gets 403 unless its signature stands for a policy that allows
   * `execute-api:InvalidateCache`. Answers that set cookies have no place in a cache.
   * @default each call reaches the backend
   */
  cache?: RouteCache;
}

/** API Gateway's own default. */
export const defaultTtlSeconds = 300;

/** Source: API Gateway Developer Guide, "Cache settings for REST APIs in API Gateway". */
const maxTtlSeconds = 3600;

/** They change nothing, so that a kept answer may stand for a call. */
const safeMethods = ["GET", "HEAD", "OPTIONS"];

/** What mapping expressions can name. */
const keyPattern = /^(query|header)\.([\w.$-]+)$/;

export function checkCache(route: Route): void {
  const { cache, method, integration } = route;
  if (cache === undefined) return;
  const refuse = (problem: string, fix: string): never => {
    throw new RouteError(route.key, problem, fix);
  };
  if (method === "ANY") {
    refuse("it caches ANY, but API Gateway caches single methods", "List GET as a route.");
  }
  if (!safeMethods.includes(method) && !(method === "POST" && cache.ignoreBody)) {
    refuse(
      `it caches ${method}, but a kept answer leaves the call undone`,
      "Cache GET. A POST that only reads needs ignoreBody: true: the cache does not look at bodies.",
    );
  }
  const { ttlSeconds = defaultTtlSeconds } = cache;
  if (!Number.isInteger(ttlSeconds) || ttlSeconds < 1 || ttlSeconds > maxTtlSeconds) {
    refuse(
      `its cache.ttlSeconds is ${ttlSeconds}`,
      `Use whole seconds, 1 to ${maxTtlSeconds}, or remove cache.`,
    );
  }
  for (const each of cache.keys ?? []) {
    const [, place, name = ""] = keyPattern.exec(each) ?? [];
    if (place === undefined || (place === "header" && unseenHeaders.test(name))) {
      refuse(
        `its cache.keys has ${JSON.stringify(each)}`,
        'Write it as "query.status" or "header.X-Tenant". Path parameters are keys by themselves.',
      );
    }
  }
  if ("streaming" in integration && integration.streaming) {
    refuse("it caches a stream, which API Gateway can't", "Remove cache, or streaming.");
  }
  checkMapped(route, refuse);
}

/** By what an integration reads, its answers may differ. */
function checkMapped(
  { integration, cache }: Route,
  refuse: (problem: string, fix: string) => never,
): void {
  for (const source of sourcesOf(integration)) {
    if (source.from === "sourceIp") {
      refuse("it is cached, but maps the caller's address", "Remove cache, or the mapping.");
    }
    if ((source.from === "claim" || source.from === "authorizer") && cache?.shared) {
      refuse(
        `its cache is shared, but it maps the caller's ${source.from} "${source.name}"`,
        "Remove shared: then each caller's answers are kept apart.",
      );
    }
  }
}
