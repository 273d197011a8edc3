import { toUSVString } from "node:util";
import { NotServedError, RestApiDefinitionError } from "../../errors.ts";
import { GatewayError } from "../../response/gatewayError.ts";
import type { Query } from "../../request/target.ts";

/** An endpoint's URI, with `{name}` in its path and query for path parameters. */
export interface UriTemplate {
  readonly protocol: "http:" | "https:";
  /** Without brackets. */
  readonly hostname: string;
  readonly port: number;
  /** The `Host` header. */
  readonly host: string;
  /** Alternating fixed parts and names, beginning with a fixed part. */
  readonly path: readonly string[];
  /** Likewise, without `?`; `[""]` without a query. */
  readonly query: readonly string[];
}

/** @throws NotServedError | RestApiDefinitionError for an unsupported or invalid URI */
export function parseUri(route: string, uri: string): UriTemplate {
  const [, origin = "", path = "", query = ""] =
    /^(https?:\/\/[^/?#]+)([^?#]*)(?:\?([^#]*))?$/i.exec(uri) ?? [];
  if (origin.includes("{")) throw new NotServedError(route, "uri", uri, ["a fixed host"]);
  if (!URL.canParse(origin)) {
    throw new RestApiDefinitionError(route, `"${uri}" is not a valid HTTP or HTTPS URI`);
  }
  const { protocol, hostname, port, host } = new URL(origin);
  return {
    protocol: protocol as UriTemplate["protocol"],
    hostname: hostname.replace(/^\[(.*)\]$/, "$1"),
    port: port === "" ? (protocol === "https:" ? 443 : 80) : Number(port),
    host,
    path: (path === "" ? "/" : path).split(parameter),
    query: query.split(parameter),
  };
}

const parameter = /\{([^{}]+?)\+?\}/;

/** Sequences that a server may interpret as a parent folder or as the end of the path. */
const unsafe = /(?:^|[/\\]|%2f|%5c)(?:\.|%2e){1,2}(?:$|[/\\;]|%2f|%5c|%3b)|%00/i;

/** Characters that a path must encode. The client's own escapes are kept. */
const notInPath = /[^!-~]|["#<>?\\^`{|}]/gu;

/** Characters that could end a parameter of a query, or that a query must encode. */
const notInQuery = /[^!-~]|["#&'+;<=>\\^`{|}]|%(?![\da-f]{2})/giu;

/**
 * Builds a request's path and query for the endpoint: the URI's own parameters, then the client's, then
 * the mapped ones, as LocalStack recorded from AWS (test_http_proxy_integration_request_data_mappings).
 * The client's percent-encoding is kept.
 *
 * @param values - returns the value of a name in the path or query
 * @param client - the client's query parameters in their order; undefined without the client's query
 * @param mapped - additional query parameters
 * @throws GatewayError 400 for values that would leave the defined path
 */
export function fillTarget(
  uri: UriTemplate,
  values: (name: string) => string | undefined,
  client: Query["pairs"] | undefined,
  mapped: Readonly<Record<string, string | readonly string[]>>,
): string {
  const own = fill(uri.query, values, notInQuery);
  const query = [own, queryText(client), queryText(listed(mapped))].filter((text) => text !== "");
  const path = fillPath(uri.path, values);
  return query.length === 0 ? path : `${path}?${query.join("&")}`;
}

function fillPath(parts: readonly string[], values: (name: string) => string | undefined): string {
  if (parts.length === 1) return parts[0]!;
  const path = fill(parts, values, notInPath);
  if (unsafe.test(path)) throw new GatewayError("DEFAULT_4XX", { status: 400 });
  return path;
}

/** @param unfit - the characters of values that are encoded */
function fill(
  parts: readonly string[],
  values: (name: string) => string | undefined,
  unfit: RegExp,
): string {
  if (parts.length === 1) return parts[0]!;
  const encoded = (value = "") =>
    value.replace(unfit, (sign) => encodeURIComponent(toUSVString(sign)));
  return parts.map((part, index) => (index % 2 === 0 ? part : encoded(values(part)))).join("");
}

function queryText(pairs: Query["pairs"] = []): string {
  let text = "";
  for (const [name, value] of pairs) {
    const pair = `${encode(name)}=${encode(value)}`;
    text = text === "" ? pair : `${text}&${pair}`;
  }
  return text;
}

function listed(mapped: Readonly<Record<string, string | readonly string[]>>): Query["pairs"] {
  const pairs: [string, string][] = [];
  for (const name in mapped) {
    for (const value of [mapped[name]!].flat() as string[]) pairs.push([name, value]);
  }
  return pairs;
}

const encode = (text: string): string => encodeURIComponent(toUSVString(text));
