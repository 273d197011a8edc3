import * as authorizerDefaults from "../authorizers/defaults.ts";
import type { AuthorizerDefinitions } from "../authorizers/definition.ts";
import { type ApiKeyGuard, apiKeyHeader } from "../guards/apiKey.ts";
import type { AuthGuard } from "../guards/auth.ts";

/** A parameter that is part of the cache key. */
export interface KeyPart {
  readonly in: "path" | "query" | "header";
  readonly name: string;
}

/**
 * Parameters that identify a route's callers.
 *
 * @returns none for a route that everybody may call; `undefined` if no parameter identifies a caller,
 *   as with signatures, which differ from call to call
 */
export function callerParts(
  { auth = "cognito", apiKey }: AuthGuard<string> & ApiKeyGuard,
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
    // Stage variables are the same for every call.
    (source) => !source.startsWith("stageVariables."),
  );
  const parts = sources.map(partOf);
  return parts.length > 0 && parts.every((part) => part !== undefined)
    ? [...parts, ...key]
    : undefined;
}

/** An authorizer's identity source as part of the key. `undefined` for `context.*`. */
function partOf(source: string): KeyPart | undefined {
  const [, place, name = ""] = /^method\.request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
  if (place === undefined) return undefined;
  return { in: place === "header" ? "header" : "query", name };
}
