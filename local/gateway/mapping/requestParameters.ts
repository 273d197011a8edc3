import { RestApiDefinitionError } from "../errors.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { GatewayError } from "../response/gatewayError.ts";
import { compileSource, type Source } from "./source.ts";

type ParameterPlace = "header" | "querystring" | "path";

/** The parameters of a backend request, by place and name. */
export type MappedParameters = Readonly<Record<ParameterPlace, Record<string, string>>>;

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
  const mappings = Object.entries(definitions).map(([target, expression]) => {
    const { place, name } = parseTarget(route, target);
    return { place, name, read: compileSource(route, expression) };
  });
  const fails = setsUnmappable(definitions, backend);
  return (exchange) => {
    if (fails) throw new GatewayError("API_CONFIGURATION_ERROR");
    return mapAll(mappings, exchange);
  };
}

/** True if `requestParameters` map a header that cannot be mapped. */
export function setsUnmappable(
  definitions: Readonly<Record<string, string>> = {},
  backend: "aws" | "http",
): boolean {
  const forbidden = backend === "aws" ? unmappableToAws : unmappable;
  const prefix = "integration.request.header.";
  return Object.keys(definitions).some(
    (target) =>
      target.startsWith(prefix) && forbidden.includes(target.slice(prefix.length).toLowerCase()),
  );
}

function mapAll(
  mappings: readonly { place: ParameterPlace; name: string; read: Source }[],
  exchange: Exchange,
): MappedParameters {
  const mapped: MappedParameters = {
    header: Object.create(null) as Record<string, string>,
    querystring: Object.create(null) as Record<string, string>,
    path: Object.create(null) as Record<string, string>,
  };
  for (const { place, name, read } of mappings) {
    const value = read(exchange);
    if (value !== undefined) mapped[place][name] = value;
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
