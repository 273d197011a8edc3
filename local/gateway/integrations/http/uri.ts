import { toUSVString } from "node:util";
import { NotServedError, RestApiDefinitionError } from "../../errors.ts";
import { GatewayError } from "../../response/gatewayError.ts";
import type { Query } from "../../request/target.ts";

/** An endpoint's URI, with `{name}` in its path for parameters. */
export interface UriTemplate {
  readonly protocol: "http:" | "https:";
  /** Without brackets. */
  readonly hostname: string;
  readonly port: number;
  /** The `Host` header. */
  readonly host: string;
  /** Alternating fixed parts and names, beginning with a fixed part. */
  readonly path: readonly string[];
  /** Without `?`; empty without a query. */
  readonly query: string;
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
    path: (path === "" ? "/" : path).split(/\{([^{}]+?)\+?\}/),
    query,
  };
}

/** Sequences that a server may interpret as a parent folder or as the end of the path. */
const unsafe = /(?:^|[/\\]|%2f|%5c)(?:\.|%2e){1,2}(?:$|[/\\;]|%2f|%5c|%3b)|%00/i;

/** Characters that a path must encode. The client's own escapes are kept. */
const notInPath = /[^!-~]|["#<>?\\^`{|}]/gu;

/**
 * Builds a request's path and query for the endpoint. The client's percent-encoding is kept.
 *
 * @param values - returns the value of a name in the path
 * @param client - the client's query parameters
 * @param mapped - additional query parameters
 * @throws GatewayError 400 for values that would leave the defined path
 */
export function fillTarget(
  uri: UriTemplate,
  values: (name: string) => string | undefined,
  client: Query["multi"] | undefined,
  mapped: Readonly<Record<string, string | readonly string[]>>,
): string {
  const query = [uri.query, queryText(client), queryText(mapped)].filter((text) => text !== "");
  const path = fillPath(uri.path, values);
  return query.length === 0 ? path : `${path}?${query.join("&")}`;
}

function fillPath(parts: readonly string[], values: (name: string) => string | undefined): string {
  if (parts.length === 1) return parts[0]!;
  const path = parts
    .map((part, index) => (index % 2 === 0 ? part : encodeLoosely(values(part) ?? "")))
    .join("");
  if (unsafe.test(path)) throw new GatewayError("DEFAULT_4XX", { status: 400 });
  return path;
}

const encodeLoosely = (value: string): string =>
  value.replace(notInPath, (sign) => encodeURIComponent(toUSVString(sign)));

function queryText(
  parameters: Readonly<Record<string, string | readonly string[]>> | undefined,
): string {
  let text = "";
  for (const name in parameters) {
    for (const value of [parameters[name]!].flat() as string[]) {
      const pair = `${encode(name)}=${encode(value)}`;
      text = text === "" ? pair : `${text}&${pair}`;
    }
  }
  return text;
}

const encode = (text: string): string => encodeURIComponent(toUSVString(text));
