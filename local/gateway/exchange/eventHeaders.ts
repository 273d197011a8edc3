import type { Exchange } from "./exchange.ts";

/**
 * Request headers that functions and templates never receive: those of the connection, and those that
 * API Gateway drops. (API Gateway Developer Guide, "Amazon API Gateway important notes")
 */
const keptBack: ReadonlySet<string> = new Set([
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

/** True for headers hidden from functions, templates and mappings. */
export const isKeptBack = (name: string): boolean => keptBack.has(name.toLowerCase());

/** Headers that API Gateway overwrites. */
const writtenByGateway: ReadonlySet<string> = new Set([
  "host",
  "x-amzn-trace-id",
  "x-forwarded-for",
  "x-forwarded-port",
  "x-forwarded-proto",
]);

/** Header names that API Gateway respells. */
const canonicalNames: ReadonlyMap<string, string> = new Map([
  ["authorization", "Authorization"],
  ["user-agent", "User-Agent"],
]);

/** A request's headers for functions and templates; without prototypes, because clients choose the keys. */
interface EventHeaders {
  /** The last value of each. */
  readonly single: Readonly<Record<string, string>>;
  readonly multi: Readonly<Record<string, readonly string[]>>;
}

export function eventHeaders({ request, trace }: Exchange): EventHeaders {
  const multi: Record<string, readonly string[]> = Object.create(null);
  for (const [key, { name, values }] of request.headers.entries()) {
    if (keptBack.has(key) || writtenByGateway.has(key)) continue;
    if (key === "authorization" && values.some(isSignature)) continue;
    multi[canonicalNames.get(key) ?? name] = values;
  }
  const forwardedFor = [...request.headers.values("x-forwarded-for"), request.sourceIp];
  multi["Host"] = [request.host];
  multi["X-Amzn-Trace-Id"] = [trace];
  multi["X-Forwarded-For"] = [forwardedFor.join(", ")];
  multi["X-Forwarded-Port"] = ["443"];
  multi["X-Forwarded-Proto"] = ["https"];
  const single: Record<string, string> = Object.create(null);
  for (const name in multi) single[name] = multi[name]!.at(-1) ?? "";
  return { single, multi };
}

/** A SigV4 signature is for API Gateway alone, which does not pass it on. */
export const isSignature = (value: string): boolean => value.startsWith("AWS4-HMAC-SHA256");
