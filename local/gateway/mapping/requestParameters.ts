import { RestApiDefinitionError } from "../errors.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { GatewayError } from "../response/gatewayError.ts";
import { compileValues } from "../exchange/template.ts";
import { compileSource, type Source } from "./source.ts";

type ParameterPlace = "header" | "querystring" | "path";

/** The parameters of a backend request, by place and name. */
export interface MappedParameters {
  readonly header: Record<string, string>;
  readonly path: Record<string, string>;
  /** A parameter with several values is repeated. */
  readonly querystring: Record<string, string | readonly string[]>;
}

/** Maps a request's parameters; missing ones are left out. */
type MapParameters = (exchange: Exchange) => MappedParameters;

/**
 * Headers that cannot be mapped: every call fails. Recorded by LocalStack from AWS
 * (test_apigateway_header_remapping_http, _aws).
 */
const unmappable = [
  "content-length",
  "transfer-encoding",
  "x-amzn-trace-id",
  "x-amzn-apigateway-api-id",
];
const unmappableToAws = [
  ...unmappable,
  "authorization",
  "connection",
  "expect",
  "proxy-authenticate",
  "te",
];

export const unmappableHeader = "A header is mapped that API Gateway does not let integrations set";

/**
 * Compiles the `requestParameters` of an integration.
 *
 * @throws RestApiDefinitionError for a target or source that AWS would not import
 */
export function compileRequestParameters(
  route: string,
  definitions: Readonly<Record<string, string>> = {},
  backend: "aws" | "http" = "http",
): MapParameters {
  const mappings = Object.entries(definitions).map(([target, expression]): Mapping => {
    const { place, name } = parseTarget(route, target);
    const mapping = { place, name, read: compileSource(route, expression) };
    const isRepeated = /^method\.request\.multivaluequerystring\./.test(expression);
    if (place !== "querystring" || !isRepeated) return mapping;
    return { place, name, read: compileValues(expression) };
  });
  const fails = setsUnmappable(definitions, backend);
  return (exchange) => {
    if (fails) throw new GatewayError("API_CONFIGURATION_ERROR", { cause: unmappableHeader });
    return mapAll(mappings, exchange);
  };
}

/** True if `requestParameters` map a header that cannot be mapped. */
export function setsUnmappable(
  definitions: Readonly<Record<string, string>> = {},
  backend: "aws" | "http",
): boolean {
  const prefix = "integration.request.header.";
  return Object.keys(definitions).some(
    (target) => target.startsWith(prefix) && isUnmappable(target.slice(prefix.length), backend),
  );
}

/** True for a header that neither mappings nor templates can set. */
export const isUnmappable = (name: string, backend: "aws" | "http"): boolean =>
  (backend === "aws" ? unmappableToAws : unmappable).includes(name.toLowerCase());

type Mapping =
  | { readonly place: ParameterPlace; readonly name: string; readonly read: Source }
  | {
      readonly place: "querystring";
      readonly name: string;
      readonly read: ReturnType<typeof compileValues>;
    };

function mapAll(mappings: readonly Mapping[], exchange: Exchange): MappedParameters {
  const mapped = {
    header: Object.create(null) as Record<string, string>,
    querystring: Object.create(null) as MappedParameters["querystring"],
    path: Object.create(null) as Record<string, string>,
  };
  for (const { place, name, read } of mappings) {
    const value = read(exchange);
    if (value !== undefined) (mapped[place] as MappedParameters["querystring"])[name] = value;
  }
  return mapped;
}

function parseTarget(route: string, target: string): { place: ParameterPlace; name: string } {
  const [, place, name] =
    /^integration\.request\.(header|querystring|path)\.(.+)$/.exec(target) ?? [];
  if (place === undefined || name === undefined) {
    throw new RestApiDefinitionError(
      route,
      `a request cannot set "${target}"; use integration.request.{header|querystring|path}.NAME`,
    );
  }
  return { place: place as ParameterPlace, name };
}
