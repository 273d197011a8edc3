import { RouteError } from "../route/routeError.ts";
import type { Route } from "../route/route.ts";
import { pathParameters } from "../route/place.ts";
import { isCustomTemplate, template } from "../templates/template.ts";
import { listedKeys } from "./conditions.ts";

/**
 * Checks what the own templates of a cached route read: a value that is not in the cache key would come
 * from another caller's request. Reads by detours, such as a variable that holds `$context`, are refused.
 *
 * @throws RouteError for the first such value
 */
export function checkCachedTemplates(route: Route): void {
  if (route.cache === undefined) return;
  const texts = Object.values(route.integration).filter(isCustomTemplate);
  for (const custom of texts) {
    for (const read of readsOf(template(custom, route.key))) {
      const fix = problemWith(read, route);
      if (fix === undefined) continue;
      throw new RouteError(
        route.key,
        `it is cached, but its template reads ${read.written}, which is not in the cache key`,
        fix,
      );
    }
  }
}

interface Read {
  readonly written: string;
  /** What it reads of the request or its context. */
  readonly of: "params" | "authorizer" | "identity" | "everything";
  readonly place?: string | undefined;
  readonly name?: string | undefined;
}

/** References to `$input` and `$context`, with the steps that follow. */
const references =
  /\$!?\{?(?:input|context)\b(?:\.\w+|\(\s*(?:'[^']*'|"[^"]*")?\s*\)|\[[^\]]*\])*/g;
const oneOf = /^\.params\(\s*['"]([\w.$-]+)['"]\s*\)/;
const ofPlace =
  /^\.params\(\s*\)(?:\.(path|querystring|header)|\.get\(\s*['"](path|querystring|header)['"]\s*\))(?:\.get\(\s*['"]([\w.$-]+)['"]\s*\)|\[\s*['"]([\w.$-]+)['"]\s*\]|\.([\w-]+)(?![\w(-]))/;

/** Parts of the context that are the same for every request with the same key, or name the request. */
const harmless =
  /^\.(?:accountId|apiId|awsEndpointRequestId|domainName|domainPrefix|error|extendedRequestId|httpMethod|path|protocol|requestId|requestOverride|requestTime|requestTimeEpoch|resourceId|resourcePath|responseOverride|stage|status)\b/;

function readsOf(text: string): Read[] {
  return Array.from(text.matchAll(references)).flatMap(([written]): Read[] => {
    const [, root, rest = ""] = /^\$!?\{?(input|context)(.*)$/s.exec(written)!;
    if (root === "context") {
      if (harmless.test(rest)) return [];
      const of = /^\.(authorizer|identity)\b/.exec(rest)?.[1];
      return [{ written, of: (of ?? "everything") as Read["of"] }];
    }
    if (/^\.(?:body\b|json\(|path\()/.test(rest)) return [];
    const [, name] = oneOf.exec(rest) ?? [];
    if (name !== undefined) return [{ written, of: "params", name }];
    const [, place, got, ...names] = ofPlace.exec(rest) ?? [];
    const named = names.find((each) => each !== undefined);
    return named === undefined
      ? [{ written, of: "everything" }]
      : [{ written, of: "params", place: place ?? got, name: named }];
  });
}

/** @returns how to fix it; `undefined` if the value is in the key */
function problemWith({ of, place, name }: Read, route: Route): string | undefined {
  const { cache, path } = route;
  if (of === "identity") return "Remove cache, or the reference.";
  if (of === "authorizer") {
    return cache?.shared ? "Remove shared to keep each caller's responses apart." : undefined;
  }
  if (of === "everything" || name === undefined) {
    return "Read single values, such as $input.params('<name>'), and list them in cache.keys.";
  }
  const inPath = pathParameters(path).includes(name);
  if (place === "path" || (place === undefined && inPath)) return undefined;
  const keys = listedKeys(route).map((key) => key.toLowerCase());
  // Without a place, a header counts if the query has no such parameter.
  const wanted = [
    ...(place === "header" ? [] : [`query.${name}`]),
    ...(place === "querystring" ? [] : [`header.${name}`]),
  ].filter((key) => !keys.includes(key.toLowerCase()));
  if (wanted.length === 0) return undefined;
  const placed =
    place === undefined
      ? ` Or read it from one place, such as $input.params().get('querystring').get('${name}').`
      : "";
  return `Add ${wanted.map((key) => `"${key}"`).join(" and ")} to cache.keys.${placed}`;
}
