import type { ProxyEvent } from "./event.ts";
import type { HeaderValues } from "./headers.ts";

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
