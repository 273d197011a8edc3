import type { ProxyEvent } from "./event.ts";
import type { HeaderValues } from "./headers.ts";
import type { HeadersByVersion, ProxySettings } from "./settings.ts";

export type CorsSettings = Pick<
  ProxySettings,
  "corsAllowOrigin" | "corsAllowCredentials" | "corsByRoute"
>;

/** The headers that let pages read a response; none if no page may. */
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

/** The headers that announce the end of a route's version; none for a version that stays. */
export function versionHeaders(
  { resource }: Pick<ProxyEvent, "resource">,
  byVersion: HeadersByVersion = {},
): HeaderValues {
  const version = resource.split("/", 2)[1] ?? "";
  if (!Object.hasOwn(byVersion, version)) return {};
  const headers = Object.entries(byVersion[version]!);
  return Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), [value]]));
}
