import type { Behavior, DistributionModel } from "../model.ts";
import { headerOf, type OriginResponse } from "../origins/origin.ts";
import {
  defaultErrorSeconds,
  errorSeconds,
  excludesCookies,
  isCacheableStatus,
  lifetimeOf,
} from "./lifetime.ts";
import type { CachedResponse } from "./responseCache.ts";

/** When a cached response becomes stale, and how long it is useful after that, in ms of the distribution's clock. */
type Times = Omit<
  CachedResponse,
  "status" | "headers" | "body" | "region" | "etag" | "lastModified"
>;

/** What the decision to keep a response depends on. */
export interface StoringContext {
  readonly behavior: Behavior;
  readonly errorResponses: DistributionModel["errorResponses"];
  /** The distribution's clock, in ms. */
  readonly now: number;
}

/** When a response that has just arrived becomes stale; undefined if it is not kept. */
export function timesOf(
  { status, headers, isGenerated }: Pick<OriginResponse, "status" | "headers" | "isGenerated">,
  { behavior, errorResponses, now }: StoringContext,
): Times | undefined {
  const lookup = {
    "cache-control": headerOf(headers, "cache-control"),
    expires: headerOf(headers, "expires"),
    date: headerOf(headers, "date"),
    vary: headerOf(headers, "vary"),
  };
  if (status >= 400) {
    const minSeconds = errorResponses.get(status)?.minTtlSeconds ?? defaultErrorSeconds;
    const seconds = errorSeconds(status, isGenerated ? {} : lookup, minSeconds);
    return seconds > 0 ? times(now, seconds, 0, 0) : undefined;
  }
  if (!isCacheableStatus(status)) return undefined;
  const lifetime = lifetimeOf(behavior.cachePolicy, lookup, Date.now());
  if (lifetime === undefined) return undefined;
  const { freshSeconds, staleWhileRevalidateSeconds, staleIfErrorSeconds } = lifetime;
  return times(now, freshSeconds, staleWhileRevalidateSeconds, staleIfErrorSeconds);
}

function times(now: number, fresh: number, revalidate: number, ifError: number): Times {
  const freshUntil = now + 1000 * fresh;
  return {
    receivedAt: now,
    freshUntil,
    staleWhileRevalidateUntil: freshUntil + 1000 * revalidate,
    staleIfErrorUntil: freshUntil + 1000 * ifError,
    retryAt: 0,
  };
}

/** A response as it is kept. */
export function toCached(
  { status, headers, region }: OriginResponse,
  body: Buffer,
  validity: Times,
): CachedResponse {
  const withoutCookies = excludesCookies(headerOf(headers, "cache-control"));
  return {
    ...validity,
    status,
    headers: withoutCookies ? without(headers, "set-cookie") : headers,
    body,
    region,
    etag: headerOf(headers, "etag"),
    lastModified: headerOf(headers, "last-modified"),
  };
}

/** A stale response that the origin has confirmed by 304, with the headers of that response. */
export function confirmed(
  stale: CachedResponse,
  { headers, region }: OriginResponse,
  context: StoringContext,
): CachedResponse | undefined {
  const merged = merge(stale.headers, headers);
  const validity = timesOf({ status: stale.status, headers: merged, isGenerated: false }, context);
  return validity && { ...stale, ...validity, headers: merged, region: region ?? stale.region };
}

/** Headers of a 304 that replace those of the cached response. (RFC 9111, section 4.3.4) */
const updated = ["cache-control", "date", "expires", "vary"];

function merge(headers: readonly string[], newer: readonly string[]): string[] {
  let merged = [...headers];
  for (const name of updated) {
    const value = headerOf(newer, name);
    if (value !== undefined) merged = [...without(merged, name), name, value];
  }
  return merged;
}

function without(headers: readonly string[], name: string): string[] {
  return headers.filter((_, index) => headers[index - (index % 2)]!.toLowerCase() !== name);
}
