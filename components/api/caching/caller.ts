import * as authorizerDefaults from "../authorizers/defaults.ts";
import type { AuthorizerDefinitions } from "../authorizers/definition.ts";
import { apiKeyHeader } from "../guards/apiKey.ts";
import type { Route } from "../route/route.ts";

/** A parameter that tells requests apart. */
export interface KeyPart {
  readonly in: "path" | "query" | "header";
  readonly name: string;
}

/**
 * What tells a route's callers apart.
 *
 * @returns nothing for a route that everybody may call; undefined where no parameter of the request
 *   does, as for signatures, which differ from call to call
 */
export function callerParts(
  { auth = "cognito", apiKey }: Pick<Route, "auth" | "apiKey">,
  authorizers: AuthorizerDefinitions,
): KeyPart[] | undefined {
  const key: KeyPart[] = apiKey ? [{ in: "header", name: apiKeyHeader }] : [];
  if (auth === "none") return key;
  if (auth === "iam") return undefined;
  if (auth === "cognito") return [{ in: "header", name: "Authorization" }, ...key];
  const definition = authorizers[auth.authorizer];
  if (definition?.kind === "token") {
    return [{ in: "header", name: definition.header ?? authorizerDefaults.header }, ...key];
  }
  const sources = (definition?.identitySources ?? []).filter(
    // The same for every call of a stage.
    (source) => !source.startsWith("stageVariables."),
  );
  const parts = sources.map(partOf);
  return parts.length > 0 && parts.every((part) => part !== undefined)
    ? [...parts, ...key]
    : undefined;
}

/** An authorizer's identity source as a part of the key; `context.*` can be none. */
function partOf(source: string): KeyPart | undefined {
  const [, place, name = ""] = /^method\.request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
  if (place === undefined) return undefined;
  return { in: place === "header" ? "header" : "query", name };
}
