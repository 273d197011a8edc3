import type { Place } from "../integrations/integration.ts";
import { pathNames } from "../integrations/parameterMapping.ts";
import { RouteError } from "../route/routeError.ts";
import { checkCaller } from "./checkCaller.ts";
import { readsBody, reference, type Source, SourceError, sourcesOf } from "./source.ts";

/**
 * Refuses sources that a route can't have a value for.
 *
 * @param value - whatever holds sources, however deep
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
      `it reads the body, which ${method} requests don't have`,
      "Use POST, or read a path or query parameter.",
    );
  }
  if (source.from === "path" && !pathNames(path).includes(source.name)) {
    throw new RouteError(
      key,
      `it reads "{${source.name}}", which its path does not have`,
      pathNames(path).length > 0
        ? `Use one of: ${pathNames(path).join(", ")}.`
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
      "A mapping template can't name it: take another name.",
    );
  }
}

/**
 * Refuses sources where what the caller gets is written: by then there is only the service's answer
 * and what API Gateway knows of the caller.
 *
 * Whether `$input.params()` still has the request's parameters there is not documented.
 *
 * @throws RouteError for the first of them
 */
export function checkAnswerSources(value: unknown, place: Place, fromBackend: boolean): void {
  for (const source of sourcesOf(value)) {
    const isGone =
      ["path", "query", "header"].includes(source.from) || (!fromBackend && readsBody(source));
    if (isGone) {
      throw new RouteError(
        place.key,
        `its answer reads the request's ${source.from === "json" ? "body" : source.from}`,
        fromBackend
          ? "Take it from the service's answer (from.body, from.json) or from a claim."
          : "Use fixed texts, claims or the request's id.",
      );
    }
    if (!readsBody(source)) checkSource(source, place);
    checkSpelling(source, place);
  }
}
