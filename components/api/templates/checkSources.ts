import type { Place } from "../integrations/integration.ts";
import { pathParameters } from "../route/place.ts";
import { RouteError } from "../route/routeError.ts";
import { readsBody, reference, type Source, SourceError, sourcesOf } from "./source.ts";

/**
 * Checks the sources of a request.
 *
 * @param value - any value with sources in it, at any depth
 * @throws RouteError for the first source that has no value on the route
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
      "Use another name: mapping templates can't read this one.",
    );
  }
}

/**
 * Checks the sources of a response. Its template has the service's response and the caller's identity.
 * AWS does not document whether `$input.params()` still returns the request's parameters.
 *
 * @throws RouteError for the first source that the template can't read
 */
export function checkResponseSources(value: unknown, place: Place, fromBackend: boolean): void {
  for (const source of sourcesOf(value)) {
    const isUnreadable =
      ["path", "query", "header"].includes(source.from) || (!fromBackend && readsBody(source));
    if (isUnreadable) {
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

/** Names that API Gateway itself uses in `$context.authorizer`. */
const reserved = /^(claims|error|integrationLatency|integrationStatus|latency|requestId|status)$/;

/**
 * Checks a source of the caller's identity.
 *
 * Source: API Gateway Developer Guide, "Variables for data transformations for API Gateway" (in an
 * authorizer's keys, "the only supported special character is the underscore").
 *
 * @throws RouteError for a source that the route's `auth` does not provide
 */
export function checkCaller(source: Source, { key, auth = "cognito" }: Place): void {
  if (source.from === "claim" && auth !== "cognito") {
    throw new RouteError(
      key,
      `it reads the claim "${source.name}", but its auth is ${JSON.stringify(auth)}`,
      typeof auth === "object"
        ? `Use auth: "cognito", or from.authorizer("…") for a value that "${auth.authorizer}" passes on.`
        : 'Use auth: "cognito".',
    );
  }
  if (source.from !== "authorizer") return;
  if (typeof auth !== "object") {
    throw new RouteError(
      key,
      `it reads "${source.name}" of a Lambda authorizer, but its auth is ${JSON.stringify(auth)}`,
      auth === "cognito"
        ? 'Use from.claim("…") for a value of the token, or auth: { authorizer: "<name>" }.'
        : 'Use auth: { authorizer: "<name>" }.',
    );
  }
  if (!/^[A-Za-z]\w*$/.test(source.name) || reserved.test(source.name)) {
    throw new RouteError(
      key,
      `it reads "${source.name}" of a Lambda authorizer, which is not a valid name`,
      "Use letters, digits and _, beginning with a letter, but not a name of API Gateway's own, such as status.",
    );
  }
}
