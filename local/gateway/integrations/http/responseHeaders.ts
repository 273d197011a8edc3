import { clientHeaderNames } from "../../response/clientHeaderNames.ts";
import type { RawHeaders } from "../../request/headers.ts";

const dropped = [
  "Expect",
  "Host",
  "Keep-Alive",
  "Proxy-Authenticate",
  "Proxy-Connection",
  "TE",
  "Trailer",
  "Transfer-Encoding",
  "Upgrade",
  "Via",
  "X-Amz-Apigw-Id",
];

const remapped = [
  "Authorization",
  "Connection",
  "Content-Length",
  "Content-MD5",
  "Date",
  "Max-Forwards",
  "Server",
  "User-Agent",
  "WWW-Authenticate",
  "x-amzn-RequestId",
];

const clientHeaderName = clientHeaderNames(dropped, remapped);

/**
 * Converts a proxied endpoint's headers for the client. (API Gateway Developer Guide, "Amazon API
 * Gateway important notes")
 */
export function proxiedResponseHeaders(raw: RawHeaders): string[] {
  const headers: string[] = [];
  let hasType = false;
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index]!;
    const clientName = clientHeaderName(name);
    if (clientName === undefined) continue;
    hasType ||= name.toLowerCase() === "content-type";
    headers.push(clientName, raw[index + 1]!);
  }
  if (!hasType) headers.push("Content-Type", "application/json");
  return headers;
}

/** Groups a backend's headers by lower-case name, for mapping. */
export function headersByName(raw: RawHeaders): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  for (let index = 0; index < raw.length; index += 2) {
    const key = raw[index]!.toLowerCase();
    const values = headers.get(key);
    if (values) values.push(raw[index + 1]!);
    else headers.set(key, [raw[index + 1]!]);
  }
  return headers;
}

/** Returns the spelling of each name, by lower-case name; the last one counts. */
export function headerNames(raw: RawHeaders): Map<string, string> {
  const names = new Map<string, string>();
  for (let index = 0; index < raw.length; index += 2) {
    names.set(raw[index]!.toLowerCase(), raw[index]!);
  }
  return names;
}
