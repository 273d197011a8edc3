import { isSignature } from "../../exchange/eventHeaders.ts";
import type { Exchange } from "../../exchange/exchange.ts";
import { sendable } from "../../request/headers.ts";
import { droppedForHttp } from "../mappedHeaders.ts";
import type { UriTemplate } from "./uri.ts";

/**
 * Request headers that do not reach a proxied HTTP endpoint: those of the connection, those that API
 * Gateway drops, and those that it overwrites. (API Gateway Developer Guide, "Amazon API Gateway
 * important notes") By that page `Connection` is passed on, but it would affect our own connection.
 */
const notPassedOn: ReadonlySet<string> = new Set([
  "connection",
  "content-encoding",
  "content-length",
  "content-md5",
  "expect",
  "host",
  "keep-alive",
  "max-forwards",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "server",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "via",
  "www-authenticate",
  "x-amzn-apigateway-api-id",
  "x-amzn-trace-id",
  "x-forwarded-for",
  "x-forwarded-port",
  "x-forwarded-proto",
]);

/**
 * Builds the headers for a proxied endpoint. Mapped headers replace the client's headers of the same
 * name; an empty mapped value removes a header.
 *
 * `X-Forwarded-*` are added as for functions, because passing on a client's claims would be unsafe.
 * (AWS does not document this for HTTP endpoints.)
 */
export function proxiedHeaders(
  exchange: Exchange,
  uri: UriTemplate,
  mapped: Readonly<Record<string, string>>,
): string[] {
  const { request } = exchange;
  const raw = ["Host", uri.host];
  const replaced = lowerCaseNames(mapped);
  const named = namedByConnection(request.headers.last("connection"));
  for (const [key, { name, values }] of request.headers.entries()) {
    if (notPassedOn.has(key) || replaced?.has(key) || named?.includes(key)) continue;
    for (const value of values) {
      if (key !== "authorization" || !isSignature(value)) raw.push(name, value);
    }
  }
  const forwardedFor = request.headers.values("x-forwarded-for");
  addUnless(replaced, raw, "X-Forwarded-For", [...forwardedFor, request.sourceIp].join(", "));
  addUnless(replaced, raw, "X-Forwarded-Port", "443");
  addUnless(replaced, raw, "X-Forwarded-Proto", "https");
  if (request.headers.get("accept") === undefined) {
    addUnless(replaced, raw, "Accept", "application/json");
  }
  if (request.headers.get("user-agent") === undefined) {
    addUnless(replaced, raw, "User-Agent", userAgent(exchange));
  }
  return addMapped(raw, exchange, mapped);
}

/** Builds the headers of a call without the client's headers. */
export function mappedHeaders(
  exchange: Exchange,
  uri: UriTemplate,
  mapped: Readonly<Record<string, string | readonly string[]>>,
): string[] {
  const replaced = lowerCaseNames(mapped);
  const raw = ["Host", uri.host];
  const contentType = exchange.request.headers.last("content-type") ?? "application/json";
  addUnless(replaced, raw, "Content-Type", contentType);
  addUnless(replaced, raw, "Accept", "application/json");
  addUnless(replaced, raw, "User-Agent", userAgent(exchange));
  return addMapped(raw, exchange, mapped);
}

function addMapped(
  raw: string[],
  exchange: Exchange,
  mapped: Readonly<Record<string, string | readonly string[]>>,
): string[] {
  for (const name in mapped) {
    const lower = name.toLowerCase();
    if (droppedForHttp.has(lower)) continue;
    const values = mapped[name]!;
    for (const value of typeof values === "string" ? [values] : values) {
      if (value === "") continue;
      // A mapped Host replaces the endpoint's. (Recorded on AWS by LocalStack: test_apigateway_header_remapping_http)
      if (lower === "host") raw[1] = sendable(value);
      else raw.push(name, sendable(value));
    }
  }
  raw.push("X-Amzn-Trace-Id", exchange.trace);
  raw.push("X-Amzn-Apigateway-Api-Id", exchange.served.model.id);
  return raw;
}

function addUnless(
  names: ReadonlySet<string> | undefined,
  raw: string[],
  name: string,
  value: string,
): void {
  if (!names?.has(name.toLowerCase())) raw.push(name, value);
}

const userAgent = ({ served }: Exchange): string => `AmazonAPIGateway_${served.model.id}`;

function lowerCaseNames(mapped: object): ReadonlySet<string> | undefined {
  const names = Object.keys(mapped);
  return names.length === 0 ? undefined : new Set(names.map((name) => name.toLowerCase()));
}

/** Headers for the client's connection only. Source: RFC 9110, 7.6.1 "Connection". */
function namedByConnection(value: string | undefined): string[] | undefined {
  if (value === undefined || value === "keep-alive" || value === "close") return undefined;
  return value.split(",").map((name) => name.trim().toLowerCase());
}
