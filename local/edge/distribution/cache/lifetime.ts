import type { IncomingHttpHeaders } from "node:http";
import type { CachePolicy } from "../model.ts";

/** How long a response is kept, in seconds. */
export interface Lifetime {
  readonly freshSeconds: number;
  /** Time after that in which a stale response is sent while it is fetched again. */
  readonly staleWhileRevalidateSeconds: number;
  /** Time after that in which a stale response replaces an error; infinite if the origin does not say. */
  readonly staleIfErrorSeconds: number;
}

/** Responses that are kept like a 200. 206 is not: only whole objects are kept here. */
const cacheableStatuses = new Set([200, 203, 204, 300, 301, 302, 303, 307, 308]);

/** Errors that are always kept, and those that are kept only with `max-age` or `s-maxage`. */
const errors = new Set([404, 405, 414, 500, 501, 502, 503, 504]);
const errorsWithMaxAge = new Set([400, 403, 412, 415]);

/** The time for which an error is kept by default. */
export const defaultErrorSeconds = 10;

/**
 * Decides whether a response is kept and for how long. (CloudFront Developer Guide, "Manage how long content stays in
 * the cache (expiration)")
 *
 * @param nowMs - the time of day, for `Expires`
 * @returns undefined if it is not kept
 */
export function lifetimeOf(
  policy: CachePolicy,
  headers: IncomingHttpHeaders,
  nowMs: number,
): Lifetime | undefined {
  const directives = cacheControl(headers["cache-control"]);
  const freshSeconds = freshFor(policy, directives, headers, nowMs);
  if (freshSeconds <= 0) return undefined;
  return {
    freshSeconds,
    staleWhileRevalidateSeconds: directives.seconds("stale-while-revalidate") ?? 0,
    staleIfErrorSeconds: directives.seconds("stale-if-error") ?? Number.POSITIVE_INFINITY,
  };
}

function freshFor(
  { minTtlSeconds, defaultTtlSeconds, maxTtlSeconds }: CachePolicy,
  directives: CacheControl,
  headers: IncomingHttpHeaders,
  nowMs: number,
): number {
  // Without a minimum, an object with `Vary: *` is always fetched again.
  if (headers.vary?.trim() === "*" && minTtlSeconds === 0) return 0;
  if (directives.forbidsCaching) return minTtlSeconds;
  const stated =
    directives.seconds("s-maxage") ??
    directives.seconds("max-age") ??
    secondsUntil(headers.expires, headers.date, nowMs);
  if (stated === undefined) return Math.max(minTtlSeconds, defaultTtlSeconds);
  return Math.max(minTtlSeconds, Math.min(stated, maxTtlSeconds));
}

/** Whether a response with this status can be kept like a success. */
export const isCacheableStatus = (status: number): boolean => cacheableStatuses.has(status);

/**
 * The time for which an error is kept, in seconds. (CloudFront Developer Guide, "How CloudFront processes and caches
 * HTTP 4xx and 5xx status codes from your origin")
 *
 * @param minSeconds - the distribution's error caching minimum TTL for this status
 */
export function errorSeconds(
  status: number,
  headers: IncomingHttpHeaders,
  minSeconds: number,
): number {
  const directives = cacheControl(headers["cache-control"]);
  const stated = directives.seconds("s-maxage") ?? directives.seconds("max-age");
  if (errorsWithMaxAge.has(status)) {
    return stated === undefined || directives.forbidsCaching ? 0 : Math.max(minSeconds, stated);
  }
  if (!errors.has(status) || (status < 500 && directives.forbidsCaching)) return 0;
  return Math.max(minSeconds, stated ?? 0);
}

interface CacheControl {
  /** `no-cache` without names of headers, `no-store` or `private`. */
  readonly forbidsCaching: boolean;
  /** The value of a directive in seconds. */
  seconds(directive: string): number | undefined;
}

const unstated: CacheControl = { forbidsCaching: false, seconds: () => undefined };

function cacheControl(header: string | undefined): CacheControl {
  if (header === undefined) return unstated;
  const directives = new Map<string, string>();
  for (const [, name, quoted, plain] of header.matchAll(/([\w-]+)(?:="([^"]*)"|=([^\s,]*))?/g)) {
    directives.set(name!.toLowerCase(), quoted ?? plain ?? "");
  }
  return {
    forbidsCaching:
      directives.has("no-store") ||
      directives.get("private") === "" ||
      directives.get("no-cache") === "",
    seconds: (directive) => {
      const text = directives.get(directive) ?? "";
      return /^\d+$/.test(text) ? Number(text) : undefined;
    },
  };
}

/** True if `Cache-Control: no-cache="Set-Cookie"` keeps cookies out of the cache. (Developer Guide, "Cache content based on cookies") */
export const excludesCookies = (header: string | undefined): boolean =>
  header !== undefined && /no-cache="[^"]*set-cookie[^"]*"/i.test(header);

/** An invalid date is in the past. (RFC 9111, section 5.3) */
function secondsUntil(
  expires: string | undefined,
  date: string | undefined,
  nowMs: number,
): number | undefined {
  if (expires === undefined) return undefined;
  const from = Date.parse(date ?? "");
  const seconds = (Date.parse(expires) - (Number.isNaN(from) ? nowMs : from)) / 1000;
  return Number.isNaN(seconds) ? 0 : Math.max(0, seconds);
}
