import type { Place } from "../integrations/integration.ts";
import { pathParameters } from "../route/place.ts";
import { RouteError } from "../route/routeError.ts";
import { checkCaller } from "./checkCaller.ts";
import { readsBody, reference, type Source, SourceError, sourcesOf } from "./source.ts";

/**
 * Refuses sources that have no value on a route.
 *
 * @param value - any value with sources in it, at any depth
 * @throws RouteError for the first of them
 */
export function checkSources(value: unknown, place: Place): void {
  for (const source of sourcesOf(value)) {
    checkSource(source, place);
    checkSpelling(source, place);
  }
}

function checkSource(source: Source, place: Place): void {
  const { key, method, path } = place;
  if (readsBody(source) && ["GET", "HEAD", "OPTIONS"].includes(method)) {
    throw new RouteError(
      key,
      `it reads the body, but ${method} requests have none`,
      "Use POST, or read a path or query parameter.",
    );
  }
  if (source.from === "path" && !pathParameters(path).includes(source.name)) {
    throw new RouteError(
      key,
      `it reads "{${source.name}}", which is not in its path`,
      pathParameters(path).length > 0
        ? `Use one of: ${pathParameters(path).join(", ")}.`
        : `Add it to the path, such as ${path.replace(/\/$/, "")}/{${source.name}}.`,
    );
  }
  checkCaller(source, place);
}

function checkSpelling(source: Source, { key }: Place): void {
  try {
    reference(source);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    throw new RouteError(
      key,
      error.message,
      "Mapping templates can't read such a name: use another.",
    );
  }
}

/**
 * Refuses sources that a response template can't read: it has the service's response and the caller's
 * identity. It is not documented whether `$input.params()` still returns the request's parameters.
 *
 * @throws RouteError for the first of them
 */
export function checkResponseSources(value: unknown, place: Place, fromBackend: boolean): void {
  for (const source of sourcesOf(value)) {
    const isGone =
      ["path", "query", "header"].includes(source.from) || (!fromBackend && readsBody(source));
    if (isGone) {
      throw new RouteError(
        place.key,
        `its response reads the request's ${source.from === "json" ? "body" : source.from}`,
        fromBackend
          ? "Read the service's response (from.body, from.json) or a claim."
          : "Use fixed texts, claims or the request's id.",
      );
    }
    if (!readsBody(source)) checkSource(source, place);
    checkSpelling(source, place);
  }
}
