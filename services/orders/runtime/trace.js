// @ts-check
/** @import { IncomingHttpHeaders } from "node:http" */

/**
 * The trace that a call belongs to, for its log line. The proxy function passes on only headers that are valid.
 *
 * @param {IncomingHttpHeaders} headers
 * @returns {{ traceId?: string, w3cTraceId?: string }} X-Ray's id as in the gateway's access log, `1-…-…`, and the id of
 *   `traceparent`, which a client may have begun.
 */
export function traceOf({ traceparent, "x-amzn-trace-id": xRay }) {
  const [, traceId] = /(?:^|;)Root=(1-[\da-f]{8}-[\da-f]{24})(?:;|$)/.exec(String(xRay)) ?? [];
  const [, w3cTraceId] = /^[\da-f]{2}-([\da-f]{32})-/.exec(String(traceparent)) ?? [];
  return { traceId, w3cTraceId };
}
