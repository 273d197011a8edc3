import type { CacheGuard } from "../guards/cache.ts";
import type { RequestGuard } from "../guards/request.ts";
import { from, type Source } from "../templates/source.ts";

/**
 * Headers by which a client asks for a part of a response, or for a response under a condition. They are
 * not in the cache key: a part, or an empty 304, would become the response of every other client. So
 * backends of cached routes must not see them. The values are those that servers ignore, because API
 * Gateway can replace a header but not remove it. Source: RFC 9110, 13.1 and 14.2.
 */
const withoutEffect: Readonly<Record<string, string>> = {
  "If-Match": "*",
  "If-Modified-Since": "none",
  "If-None-Match": '"none"',
  "If-Range": '"none"',
  "If-Unmodified-Since": "none",
  Range: "none",
};

type CachedRoute = CacheGuard & RequestGuard;

/** The parts of the cache key that the route lists. */
export const listedKeys = ({ cache, validate }: CachedRoute): readonly string[] =>
  cache?.keys ?? [
    ...Object.keys(validate?.query ?? {}).map((name) => `query.${name}`),
    ...Object.keys(validate?.headers ?? {}).map((name) => `header.${name}`),
  ];

/** Conditions that a cached route's backend must not see: those that are not in its cache key. */
export function withheldConditions(route: CachedRoute): string[] {
  if (route.cache === undefined) return [];
  const keys = listedKeys(route).map((key) => key.toLowerCase());
  return Object.keys(withoutEffect).filter(
    (name) => !keys.includes(`header.${name.toLowerCase()}`),
  );
}

/** A mapping that takes the effect from these conditions. */
export const ignoredConditions = (route: CachedRoute): Record<string, Source> =>
  Object.fromEntries(
    withheldConditions(route).map((name) => [name, from.text(withoutEffect[name]!)]),
  );
