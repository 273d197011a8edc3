import type { Properties } from "../../graph/resource.ts";
import { bodyElements } from "./jsonElements.ts";
import { at, one, strings } from "./properties.ts";
import type { InspectedRequest } from "./request.ts";
import { UnservedStatementError } from "./unserved.ts";

/** The texts of a field, any of which may match; or the statement's result, for a field that is too large. */
export type Found = readonly string[] | boolean;

/** Reads a field of a request. */
export type ReadField = (request: InspectedRequest) => Found | Promise<Found>;

type CompileField = (settings: Properties, inspectedBytes: number) => ReadField;

/** By the field's name. (AWS WAF Developer Guide, "Request components in AWS WAF") */
const fields: Readonly<Record<string, CompileField>> = {
  allQueryArguments: () => (request) => queryArguments(request.query).map(([, value]) => value),
  body: compileBody,
  cookies: (settings) => (request) =>
    within(
      settings,
      cookiesOf(request),
      "matchPattern" in settings ? "matchPattern" : "matchPatterns",
      "Cookies",
    ),
  headerOrders: compileHeaderOrder,
  headerOrder: compileHeaderOrder,
  headers: (settings) => (request) =>
    within(settings, pairsOf(request.rawHeaders), "matchPattern", "Headers"),
  // Requests come without TLS here, so their fingerprints are unknown.
  ja3Fingerprint: fallback,
  ja4Fingerprint: fallback,
  jsonBody: compileJsonBody,
  method: () => (request) => [request.method],
  queryString: () => (request) => [request.query],
  singleHeader: ({ name }) => {
    const key = String(name).toLowerCase();
    return (request) => present(request.header(key));
  },
  singleQueryArgument: ({ name }) => {
    const key = String(name).toLowerCase();
    return (request) =>
      queryArguments(request.query)
        .filter(([argument]) => argument.toLowerCase() === key)
        .map(([, value]) => value);
  },
  // A fragment never leaves the client.
  uriFragment: fallback,
  uriPath: () => (request) => [request.uriPath],
};

/** @throws UnservedStatementError for an unknown field */
export function compileField(fieldToMatch: unknown, inspectedBytes: number): ReadField {
  const [name = "none", settings] =
    Object.entries((one(fieldToMatch) ?? {}) as Properties).find(
      // An empty list is an unset block.
      ([, value]) => value != null && !(Array.isArray(value) && value.length === 0),
    ) ?? [];
  const compile = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (compile === undefined) throw new UnservedStatementError(`the field ${name}`);
  return compile((one(settings) ?? {}) as Properties, inspectedBytes);
}

function fallback({ fallbackBehavior }: Properties): ReadField {
  return () => fallbackBehavior === "MATCH";
}

const present = (text: string | undefined): string[] => (text === undefined ? [] : [text]);

/** Names and values as sent; WAF decodes them only by transformations. */
export const queryArguments = (query: string): (readonly [name: string, value: string])[] =>
  query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const equals = pair.indexOf("=");
      return equals === -1 ? [pair, ""] : [pair.slice(0, equals), pair.slice(equals + 1)];
    });

/** @returns undefined for a body within the inspected size, else the result */
function oversize({ oversizeHandling = "CONTINUE" }: Properties): boolean | undefined {
  return oversizeHandling === "CONTINUE" ? undefined : oversizeHandling === "MATCH";
}

function compileBody(settings: Properties, inspectedBytes: number): ReadField {
  return async (request) => {
    const body = await request.readBody(inspectedBytes + 1);
    const result = body.length > inspectedBytes ? oversize(settings) : undefined;
    return result ?? [body.toString("latin1", 0, inspectedBytes)];
  };
}

function compileJsonBody(settings: Properties, inspectedBytes: number): ReadField {
  const { invalidFallbackBehavior, matchScope = "ALL" } = settings;
  const paths =
    at(settings, "matchPattern", "all") == null
      ? strings(at(settings, "matchPattern", "includedPaths"))
      : undefined;
  return async (request) => {
    const body = await request.readBody(inspectedBytes + 1);
    const result = body.length > inspectedBytes ? oversize(settings) : undefined;
    if (result !== undefined) return result;
    const text = body.toString("latin1", 0, inspectedBytes);
    const { elements, isValid } = bodyElements(text, paths);
    if (!isValid && invalidFallbackBehavior != null) {
      if (invalidFallbackBehavior === "EVALUATE_AS_STRING") return [text];
      return invalidFallbackBehavior === "MATCH";
    }
    return elements
      .filter(({ kind }) => matchScope === "ALL" || matchScope === kind)
      .map(({ text: found }) => found);
  };
}

type Pair = readonly [name: string, value: string];

function pairsOf(rawHeaders: readonly string[]): Pair[] {
  const pairs: Pair[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    pairs.push([rawHeaders[index]!, rawHeaders[index + 1]!]);
  }
  return pairs;
}

const cookiesOf = (request: InspectedRequest): Pair[] =>
  (request.header("cookie") ?? "").split(";").flatMap((cookie): Pair[] => {
    const text = cookie.trim();
    if (text === "") return [];
    const equals = text.indexOf("=");
    return [equals === -1 ? [text, ""] : [text.slice(0, equals), text.slice(equals + 1)]];
  });

/** WAF inspects at most these. (AWS WAF Developer Guide, "Oversize web request components in AWS WAF") */
const maxPairs = 200;
const maxPairBytes = 8 * 1024;

/** The first of headers or cookies, as far as they are inspected. */
function inspected(pairs: readonly Pair[]): {
  readonly kept: Pair[];
  readonly isOversize: boolean;
} {
  let bytes = 0;
  const kept = pairs.slice(0, maxPairs).filter(([name, value]) => {
    bytes += name.length + value.length;
    return bytes <= maxPairBytes;
  });
  return { kept, isOversize: kept.length < pairs.length };
}

/** Headers or cookies that a pattern includes, and their names or values. */
function within(settings: Properties, pairs: Pair[], key: string, kind: string): Found {
  const { kept, isOversize } = inspected(pairs);
  const result = isOversize ? oversize(settings) : undefined;
  if (result !== undefined) return result;
  const names = (which: string) =>
    strings(at(settings, key, `${which}${kind}`)).map((name) =>
      kind === "Headers" ? name.toLowerCase() : name,
    );
  const [included, excluded] = [names("included"), names("excluded")];
  const isIncluded = ([given]: Pair): boolean => {
    const name = kind === "Headers" ? given.toLowerCase() : given;
    if (included.length > 0) return included.includes(name);
    return !excluded.includes(name);
  };
  const { matchScope = "ALL" } = settings;
  return kept.filter(isIncluded).flatMap(([name, value]) => {
    if (matchScope === "KEY") return [name];
    return matchScope === "VALUE" ? [value] : [name, value];
  });
}

/** The names in their order, in lower case. */
function compileHeaderOrder(settings: Properties): ReadField {
  return ({ rawHeaders }) => {
    const { kept, isOversize } = inspected(pairsOf(rawHeaders));
    const result = isOversize ? oversize(settings) : undefined;
    return result ?? [kept.map(([name]) => name.toLowerCase()).join(":")];
  };
}
