import { correlationHeader } from "./correlation.ts";
import type { ProxyEvent } from "./event.ts";
import type { HeaderValues } from "./headers.ts";
import type { ProxySettings } from "./settings.ts";

/** What every answer carries, the service's own and a failure's. */
export function addedHeaders(
  event: ProxyEvent,
  correlationId: string,
  settings: ProxySettings,
): HeaderValues {
  return {
    [correlationHeader]: [correlationId],
    ...versionHeaders(event, settings.headersByVersion),
    ...corsHeaders(event, settings),
  };
}

/** The service's headers with those that every answer carries, in their place; links are added. */
export const withAdded = (headers: HeaderValues, added: HeaderValues): HeaderValues => ({
  ...headers,
  ...added,
  ...(headers["link"] && added["link"] && { link: [...headers["link"], ...added["link"]] }),
});

/** Whose pages may read an answer. */
export interface CorsRule {
  readonly allowOrigin: string;
  /** Whether they may send cookies and the like. */
  readonly allowCredentials?: boolean;
}

/** Rules by route, such as `GET /orders/{id}`; null for a route that has none. */
export type CorsByRoute = Readonly<Record<string, CorsRule | null>>;

export interface CorsSettings {
  readonly corsAllowOrigin: string | undefined;
  readonly corsAllowCredentials?: boolean;
  readonly corsByRoute?: CorsByRoute | undefined;
}

/** The headers that let pages read an answer; none where no page may. */
export function corsHeaders(
  { httpMethod, resource }: Pick<ProxyEvent, "httpMethod" | "resource">,
  { corsAllowOrigin, corsAllowCredentials = false, corsByRoute = {} }: CorsSettings,
): HeaderValues {
  const own = [`${httpMethod} ${resource}`, `ANY ${resource}`].find((key) =>
    Object.hasOwn(corsByRoute, key),
  );
  const shared = corsAllowOrigin
    ? { allowOrigin: corsAllowOrigin, allowCredentials: corsAllowCredentials }
    : null;
  const rule = own === undefined ? shared : corsByRoute[own];
  return {
    ...(rule && { "access-control-allow-origin": [rule.allowOrigin] }),
    ...(rule?.allowCredentials && { "access-control-allow-credentials": ["true"] }),
  };
}

/** Headers by API version, which is the first segment of a route's path. */
export type HeadersByVersion = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What the answers of a route's version say about its end; nothing for a version that stays. */
export function versionHeaders(
  { resource }: Pick<ProxyEvent, "resource">,
  byVersion: HeadersByVersion = {},
): HeaderValues {
  const version = resource.split("/", 2)[1] ?? "";
  if (!Object.hasOwn(byVersion, version)) return {};
  const headers = Object.entries(byVersion[version]!);
  return Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), [value]]));
}
