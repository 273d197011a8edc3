import { endToEnd } from "../../headers.ts";
import { acceptedEncodings, selectedCookies } from "../cache/viewerValues.ts";
import { type Behavior, type Origin, selects } from "../model.ts";
import type { ViewerRequest } from "../viewer/viewerRequest.ts";

/** Conditions and ranges, which a request for a newer version of a stale response must not repeat. */
const conditions = new Set([
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-range",
  "if-unmodified-since",
  "range",
]);

/** Headers that reach the origin in any case. */
const always = new Set([...conditions, "content-length", "content-md5", "content-type"]);

/** Headers that CloudFront removes, or that are added below. */
const never = new Set([
  "accept-encoding",
  "cookie",
  "expect",
  "host",
  "proxy-authenticate",
  "proxy-authorization",
  "user-agent",
  "via",
  "x-amz-cf-id",
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-real-ip",
]);

/** Prefixes of headers that only CloudFront may set, and of HTTP/2's own. */
const ownPrefix = /^(?:x-edge-|cloudfront-|:)/;

/** The version of a response that is in the cache. */
export interface Validators {
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
}

/**
 * The headers of a request to an origin: those that CloudFront always sends, those that the policies select of the
 * viewer's, and the origin's custom headers, which replace the viewer's. (CloudFront Developer Guide, "Request and
 * response behavior for custom origins", HTTP request headers and CloudFront behavior)
 *
 * @param domainName - the distribution's own
 * @param stale - the version to compare with, in place of the viewer's conditions
 * @returns alternating names and values
 */
export function originHeaders(
  viewer: ViewerRequest,
  { cachePolicy, forwarded }: Pick<Behavior, "cachePolicy" | "forwarded">,
  origin: Origin,
  domainName: string,
  stale?: Validators,
): string[] {
  const { headers: sent, rawHeaders } = viewer;
  const custom = new Set(origin.customHeaders.map(([name]) => name.toLowerCase()));
  const headers = ["Host", hostOf(viewer, forwarded, origin)];
  const kept = endToEnd(rawHeaders);
  for (let index = 0; index < kept.length; index += 2) {
    const name = kept[index]!.toLowerCase();
    if (never.has(name) || custom.has(name) || ownPrefix.test(name)) continue;
    if (stale !== undefined && conditions.has(name)) continue;
    const isForwarded = always.has(name) || selects(forwarded.headers, name);
    if (isForwarded) headers.push(kept[index]!, kept[index + 1]!);
  }
  const add = (name: string, value: string | undefined) => {
    if (value && !custom.has(name.toLowerCase())) headers.push(name, value);
  };
  add("Accept-Encoding", acceptEncoding(viewer, { cachePolicy, forwarded }));
  add("Cookie", selectedCookies(sent.cookie, forwarded.cookies));
  const userAgent = selects(forwarded.headers, "user-agent") ? sent["user-agent"] : undefined;
  add("User-Agent", userAgent ?? "Amazon CloudFront");
  const via = `1.1 ${domainName} (CloudFront)`;
  add("Via", sent.via && selects(forwarded.headers, "via") ? `${sent.via}, ${via}` : via);
  add("X-Amz-Cf-Id", viewer.id);
  add("X-Forwarded-For", [sent["x-forwarded-for"], viewer.ip].filter(Boolean).join(", "));
  add("If-None-Match", stale?.etag);
  add("If-Modified-Since", stale?.lastModified);
  for (const pair of origin.customHeaders) headers.push(...pair);
  addLength(headers, viewer);
  return headers;
}

/** The host that a viewer named, if the policies forward it, or the origin's domain name. */
export const hostOf = (
  viewer: Pick<ViewerRequest, "headers">,
  forwarded: Behavior["forwarded"],
  origin: Origin,
): string =>
  (selects(forwarded.headers, "host") ? viewer.headers.host : undefined) ?? origin.domainName;

/** Normalized if the cache policy keeps compressed objects; otherwise a header like any other. */
function acceptEncoding(
  { headers }: ViewerRequest,
  { cachePolicy, forwarded }: Pick<Behavior, "cachePolicy" | "forwarded">,
): string | undefined {
  const sent = headers["accept-encoding"]?.toString();
  if (cachePolicy.gzip || cachePolicy.brotli) return acceptedEncodings(sent, cachePolicy).join(",");
  return selects(forwarded.headers, "accept-encoding") ? sent : undefined;
}

/** Adds the framing of the body, which belongs to each connection. */
function addLength(headers: string[], { method, headers: sent, body }: ViewerRequest): void {
  if (body !== undefined && sent["content-length"] === undefined) {
    headers.push("Transfer-Encoding", "chunked");
    // Otherwise Node.js would announce a chunked body for a POST without one.
  } else if (sent["content-length"] === undefined && ["POST", "PUT", "PATCH"].includes(method)) {
    headers.push("Content-Length", "0");
  }
}
