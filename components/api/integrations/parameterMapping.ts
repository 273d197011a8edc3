import { check, mapOf, type OptionRules, text } from "../../shared/options.ts";
import type { Parameter } from "../document/types.ts";
import { pathParameters } from "../route/place.ts";
import { RouteError } from "../route/routeError.ts";
import { checkCaller } from "../templates/checkSources.ts";
import { source } from "../templates/rules.ts";
import type { Source } from "../templates/source.ts";
import type { Place } from "./integration.ts";

/** Sources by the name of the parameter or header that they are sent as. */
export type Mapping = Readonly<Record<string, Source>>;

/** Parts of a request to an HTTP endpoint that replace or complete the client's. */
export interface Mappings {
  readonly path?: Mapping | undefined;
  readonly query?: Mapping | undefined;
  readonly headers?: Mapping | undefined;
}

/** Headers that API Gateway can't set, or sets itself. Source: LocalStack's recordings of AWS. */
const reserved =
  /^(connection|content-length|host|transfer-encoding|x-amzn-apigateway-api-id|x-amzn-trace-id)$/i;

/** Tells headers that a mapping can set. */
export const isMappable = (name: string): boolean => /^[\w-]+$/.test(name) && !reserved.test(name);

export const mappingRules: OptionRules<Mappings> = {
  path: mapOf(source),
  query: mapOf(source, text(/^[\w.$-]+$/, "names of letters, digits and . _ $ -")),
  headers: mapOf(
    source,
    check(
      (name) => isMappable(String(name)),
      "names of letters, digits, _ and - that API Gateway can set, unlike Host and Connection",
    ),
  ),
};

/** @throws RouteError for a source that a parameter mapping can't express */
export function checkMappings({ path, query, headers }: Mappings, place: Place): void {
  for (const each of [path, query, headers].flatMap((all) => Object.values(all ?? {}))) {
    checkSource(each, place);
  }
}

function checkSource(source: Source, place: Place): void {
  const { key, path } = place;
  const refuse = (problem: string, fix: string) => {
    throw new RouteError(key, problem, fix);
  };
  if (source.from === "body" || source.from === "json") {
    refuse(
      "it maps a part of the body, which passes through unchanged",
      "Map a path, query or header value, a claim, or a text.",
    );
  }
  if (source.from === "text" && !/^[\x20-\x26\x28-\x7e]+$/.test(source.text)) {
    refuse(
      `it maps the text ${JSON.stringify(source.text)}`,
      "Use at least one character of printable ASCII, without apostrophes.",
    );
  }
  if ("name" in source && !/^[\w.$-]+$/.test(source.name)) {
    refuse(
      `it maps "${source.name}", which a parameter mapping can't read`,
      "Use names of letters, digits and . _ $ -; a claim with a colon can't be mapped.",
    );
  }
  checkCaller(source, place);
  if (source.from === "path" && !pathParameters(path).includes(source.name)) {
    refuse(`it maps "{${source.name}}", which is not in its path`, "Use a parameter of the path.");
  }
}

/** A path as integrations write it, where `{proxy+}` is `{proxy}`. */
export const integrationPath = (path: string): string => path.replaceAll("+}", "}");

/** `requestParameters` of an integration. */
export function requestParameters({ path, query, headers }: Mappings): Record<string, string> {
  const fields = { path, querystring: query, header: inBothSpellings(headers) };
  return Object.fromEntries(
    Object.entries(fields).flatMap(([field, mapping]) =>
      Object.entries(mapping ?? {}).map(([name, source]) => [
        `integration.request.${field}.${name}`,
        expression(source),
      ]),
    ),
  );
}

/**
 * Headers that are set from the client's headers, a second time in lower case: API Gateway compares names
 * case-sensitively, and HTTP/2 clients send lower case. A client sends only one of the spellings.
 */
function inBothSpellings(headers: Mapping = {}): Mapping {
  const again = Object.entries(headers).flatMap(([name, source]): [string, Source][] => {
    if (source.from !== "header" || source.name === source.name.toLowerCase()) return [];
    // A second name of the same header.
    const other = name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase();
    return [[other, { from: "header", name: source.name.toLowerCase() }]];
  });
  return { ...Object.fromEntries(again), ...headers };
}

/** The mapping without headers that the other one sets, in any spelling. */
export function withoutGiven(mapping: Mapping, given: Mapping = {}): Mapping {
  const names = Object.keys(given).map((name) => name.toLowerCase());
  return Object.fromEntries(
    Object.entries(mapping).filter(([name]) => !names.includes(name.toLowerCase())),
  );
}

/** Parameters that an operation must declare for its mappings, besides those of its path. */
export function declaredParameters({ path, query, headers }: Mappings): Parameter[] {
  const declared = new Map<string, Parameter>();
  const all = [path, query, headers, inBothSpellings(headers)];
  for (const source of all.flatMap((mapping) => Object.values(mapping ?? {}))) {
    if (source.from !== "query" && source.from !== "header") continue;
    const { from: place, name } = source;
    declared.set(`${place} ${name}`, {
      name,
      in: place,
      required: false,
      schema: { type: "string" },
    });
  }
  return [...declared.values()];
}

/**
 * Source: API Gateway Developer Guide, "Parameter mapping source reference for REST APIs in API
 * Gateway".
 */
function expression(source: Source): string {
  switch (source.from) {
    case "path":
      return `method.request.path.${source.name}`;
    case "query":
      return `method.request.querystring.${source.name}`;
    case "header":
      return `method.request.header.${source.name}`;
    case "claim":
      return `context.authorizer.claims.${source.name}`;
    case "authorizer":
      return `context.authorizer.${source.name}`;
    case "stageVariable":
      return `stageVariables.${source.name}`;
    case "requestId":
      return "context.requestId";
    case "time":
      return "context.requestTimeEpoch";
    case "sourceIp":
      return "context.identity.sourceIp";
    case "text":
      return `'${source.text}'`;
    case "body":
    case "json":
      return "method.request.body";
  }
}
