import { type Behavior, selects } from "../model.ts";
import { applyPolicy } from "./responseHeadersPolicy.ts";
import type { ViewerRequest } from "./viewerRequest.ts";

/** How CloudFront responded, in `X-Cache`. */
export type CacheResult = "Hit" | "Miss" | "RefreshHit" | "Error" | "FunctionGeneratedResponse";

/** What a response's headers depend on, beside the origin's headers. */
export interface ResponseContext {
  readonly viewer: ViewerRequest;
  readonly behavior: Behavior;
  /** The distribution's `*.cloudfront.net` name. */
  readonly domainName: string;
  readonly result: CacheResult;
  /** Seconds since a cached response was received. */
  readonly ageSeconds: number | undefined;
  /** The region that responded. */
  readonly region: string | undefined;
}

/** Headers of an origin that CloudFront replaces. */
const replaced = new Set([
  "age",
  "via",
  "x-amz-cf-id",
  "x-amz-cf-pop",
  "x-cache",
  "x-palisade-region",
]);

/** Names in `Vary` that reach the viewer in any case. */
const knownVary = new Set(["accept-encoding", "cookie", "origin"]);

/** A location that does not exist at AWS. */
const pointOfPresence = "LOC50-P1";

/**
 * The headers of a response to a viewer. (CloudFront Developer Guide, "Request and response behavior for custom
 * origins", HTTP response headers that CloudFront removes or replaces)
 *
 * @param originHeaders - alternating names and values, without those of the connection
 */
export function responseHeaders(
  originHeaders: readonly string[],
  { viewer, behavior, domainName, result, ageSeconds, region }: ResponseContext,
): string[] {
  const { forwarded, responseHeadersPolicy } = behavior;
  let headers: string[] = [];
  for (let index = 0; index < originHeaders.length; index += 2) {
    const [name, value] = [originHeaders[index]!, originHeaders[index + 1]!];
    const lower = name.toLowerCase();
    if (replaced.has(lower)) continue;
    if (lower === "set-cookie" && forwarded.cookies.behavior === "none") continue;
    const kept = lower === "vary" ? keptVary(value, behavior) : value;
    if (kept !== "") headers.push(name, kept);
  }
  if (responseHeadersPolicy) headers = applyPolicy(headers, responseHeadersPolicy, viewer);
  headers.push("X-Cache", `${result} from cloudfront`);
  headers.push("Via", `1.1 ${domainName} (CloudFront)`);
  headers.push("X-Amz-Cf-Pop", pointOfPresence, "X-Amz-Cf-Id", viewer.id);
  if (ageSeconds !== undefined) headers.push("Age", String(Math.floor(ageSeconds)));
  if (region !== undefined) headers.push("X-Palisade-Region", region);
  return headers;
}

function keptVary(value: string, { forwarded }: Behavior): string {
  if (value.trim() === "*") return value;
  const names = value.split(",").map((name) => name.trim());
  const isKept = (name: string) => knownVary.has(name) || selects(forwarded.headers, name);
  return names.filter((name) => isKept(name.toLowerCase())).join(", ");
}
