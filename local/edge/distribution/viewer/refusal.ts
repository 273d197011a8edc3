import { errorReasons } from "./errorPage.ts";
import type { Behavior } from "../model.ts";
import type { ViewerRequest } from "./viewerRequest.ts";

/** The longest URL and the largest head of a request, in bytes. (CloudFront Developer Guide, "Request and response behavior for custom origins") */
const maxUrlBytes = 8_192;
const maxHeadBytes = 20_480;

/** A request that CloudFront responds to itself. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
}

/** Why a behavior refuses a request; undefined if it does not. */
export function refusal(viewer: ViewerRequest, { allowedMethods }: Behavior): Refusal | undefined {
  const { method, path, query, rawHeaders, body } = viewer;
  const urlBytes = path.length + query.length;
  const headBytes = rawHeaders.reduce((sum, text) => sum + text.length, urlBytes);
  if (urlBytes > maxUrlBytes || headBytes > maxHeadBytes) {
    return { status: 413, reason: errorReasons.tooLarge };
  }
  if (!allowedMethods.has(method)) {
    return { status: 403, reason: errorReasons.methodNotAllowed };
  }
  if (method === "GET" && body !== undefined) {
    return { status: 403, reason: errorReasons.getWithBody };
  }
  return undefined;
}
