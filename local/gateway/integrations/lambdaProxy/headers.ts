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
