/**
 * Request headers that a function never sees: those of the connection, and those that API Gateway
 * keeps to itself. (API Gateway Developer Guide, "Amazon API Gateway important notes")
 */
const keptFromFunction: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "content-md5",
  "expect",
  "max-forwards",
  "proxy-authenticate",
  "server",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "www-authenticate",
]);

/** Headers that API Gateway writes itself, whatever the client sent. */
const writtenByGateway: ReadonlySet<string> = new Set([
  "host",
  "x-amzn-trace-id",
  "x-forwarded-for",
  "x-forwarded-port",
  "x-forwarded-proto",
]);

/** Whether a function sees a request header as it was sent. @param name - in lower case */
export function reachesFunction(name: string): boolean {
  return !keptFromFunction.has(name) && !writtenByGateway.has(name);
}

/** Names that API Gateway spells its own way, whatever the client's spelling. */
export const canonicalNames: ReadonlyMap<string, string> = new Map([
  ["authorization", "Authorization"],
  ["user-agent", "User-Agent"],
]);

const dropped = [
  "Content-Length",
  "Expect",
  "Host",
  "Proxy-Authenticate",
  "TE",
  "Trailer",
  "Transfer-Encoding",
  "Upgrade",
  "Via",
  "X-Amz-Apigw-Id",
  "X-Amzn-Trace-Id",
];

const remapped = [
  "Authorization",
  "Connection",
  "Content-MD5",
  "Date",
  "Max-Forwards",
  "Server",
  "User-Agent",
  "WWW-Authenticate",
  "x-amzn-RequestId",
];

/** By lower-case name: the name that replaces it, or null for one that is dropped. */
const replacements: ReadonlyMap<string, string | null> = new Map([
  ...dropped.map((name) => [name.toLowerCase(), null] as const),
  ...remapped.map((name) => [name.toLowerCase(), `x-amzn-Remapped-${name}`] as const),
]);

/**
 * The name under which a function's response header reaches the client; undefined when it does not.
 * The length is the gateway's to say, because it sends the body. (Same page)
 */
export function clientHeaderName(name: string): string | undefined {
  const replacement = replacements.get(name.toLowerCase());
  return replacement === undefined ? name : (replacement ?? undefined);
}
