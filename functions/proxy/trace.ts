import type { ProxyEvent } from "./event.ts";
import { valuesOf } from "./headers.ts";

/** The trace that a call belongs to. */
export interface Trace {
  /** Its id by W3C's rules: 32 hexadecimal digits. */
  readonly id: string | undefined;
  /** X-Ray's id of the call, as the gateway's access log has it: `1-…-…`. */
  readonly xRayId: string | undefined;
  /** Headers for the service. */
  readonly headers: Readonly<Record<string, string>>;
}

/** W3C, "Trace Context", 3.2: version, trace id, parent id and flags. Later versions may append more. */
const traceParent =
  /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-[!-~]*)?$/;

/** Source: X-Ray Developer Guide, "Tracing header". */
const xRay = /^Root=(1-([0-9a-f]{8})-([0-9a-f]{24}))(?:;[ -~]*)?$/;

/**
 * Continues the client's trace, or begins one with the id that X-Ray gave to the call, so that both
 * name the same trace. The function reports no span of its own, so it passes a parent on unchanged
 * (W3C, "Trace Context", 4.1).
 *
 * @param xRayHeader - `_X_AMZN_TRACE_ID`, which Lambda sets for each call. @default the event's header
 */
export function traceOf(event: ProxyEvent, xRayHeader: string | undefined): Trace {
  const { multiValueHeaders: given, requestContext } = event;
  const xray = xRayHeader || given?.["X-Amzn-Trace-Id"]?.at(-1) || "";
  const root = xRay.exec(xray);
  const xRayHeaders = root && { "x-amzn-trace-id": xray };
  const xRayId = root?.[1];

  const parents = valuesOf(given, "traceparent");
  const continued = parents.length === 1 ? traceParent.exec(parents[0]!) : null;
  if (continued && (continued[1] !== "00" || continued[3] === undefined)) {
    const state = valuesOf(given, "tracestate").join(",");
    return {
      id: continued[2]!,
      xRayId,
      headers: {
        ...xRayHeaders,
        traceparent: parents[0]!,
        ...(/^[ -~]+$/.test(state) && { tracestate: state }),
      },
    };
  }
  // A gateway's request id is a UUID, so it identifies a trace as well.
  const id = root
    ? root[2]! + root[3]!
    : requestContext.requestId.replaceAll("-", "").toLowerCase();
  if (!/^(?!0{32})[0-9a-f]{32}$/.test(id))
    return { id: undefined, xRayId, headers: { ...xRayHeaders } };
  const parent = /;Parent=(?!0{16})([0-9a-f]{16})(?:;|$)/.exec(xray)?.[1] ?? id.slice(16);
  const flags = /;Sampled=1(?:;|$)/.test(xray) ? "01" : "00";
  return { id, xRayId, headers: { ...xRayHeaders, traceparent: `00-${id}-${parent}-${flags}` } };
}
