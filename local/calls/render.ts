import { isUtf8 } from "node:buffer";
import type { KeptExchange } from "./keptExchange.ts";
import { explain } from "./errors/explain.ts";
import { withLogs } from "./errors/fromLogs.ts";
import { type CallLimits, defaultLimits } from "./limits.ts";
import { Masker } from "../masking/masker.ts";
import type { CallRecord, CallSummary, LogLine, Message } from "./record.ts";
import { endOf, type KeptBody, type RecordedCall, startOf, statusOf } from "./recorded.ts";
import { rounded, spansOf } from "./spans.ts";
import type { TracedSpan } from "./traces.ts";

/**
 * A line of the list. Contains nothing of headers and bodies; the error and the path are masked.
 *
 * @param logs - lines about the call, which may know more about its error. @default none
 */
export function summaryOf(
  call: RecordedCall,
  secrets: readonly string[],
  logs: readonly LogLine[] = [],
): CallSummary {
  const told = summary(call, new Masker(secrets));
  const error = withLogs(told.error, logs);
  const shown = { ...told, ...(error && { error }) };
  // Errors may quote what was sent.
  return shown.error ? maskerOf(call, secrets, defaultLimits).all(shown) : shown;
}

function summary(call: RecordedCall, masker: Masker): CallSummary {
  const { exchange, id } = call;
  const error = explain(call);
  const { method, target } = requestLine(call);
  const route = exchange?.route && `${exchange.route.method} ${exchange.route.resourcePath}`;
  const path = exchange?.request.target.path ?? target.replace(/\?.*$/s, "");
  return {
    id,
    correlationId: correlationIdOf(call),
    at: new Date(performance.timeOrigin + startOf(call)).toISOString(),
    ...(call.region !== undefined && { region: call.region }),
    method,
    path: masker.text(path),
    ...(route !== undefined && { route }),
    status: statusOf(call),
    durationMs: rounded(endOf(call) - startOf(call)),
    ...(error && { error: masker.all(error) }),
  };
}

interface RenderOptions {
  readonly secrets: readonly string[];
  readonly limits: CallLimits;
  /** Lines about the call. @default none */
  readonly logs?: readonly LogLine[];
}

/** All that is known of a call, with its secrets masked. */
export function recordOf(
  call: RecordedCall,
  traced: readonly TracedSpan[],
  { secrets, limits, logs = [] }: RenderOptions,
): CallRecord {
  const masker = new Masker(secrets);
  const { exchange, refused, edge, traceId } = call;
  const { target, headers } = requestLine(call);
  const reply = exchange?.reply ?? refused?.reply;
  const responseHeaders = reply?.headers ?? edge?.responseHeaders ?? [];
  const principal = principalOf(exchange);
  const sourceIp = exchange?.request.sourceIp ?? refused?.incoming.socket.remoteAddress;
  // Masked first: they teach the masker which values are secret.
  const request = messageOf(headers, call.requestBody, masker, limits);
  const response = messageOf(responseHeaders, call.responseBody, masker, limits);
  const { error: told, ...shown } = summary(call, masker);
  const error = withLogs(told, logs);
  const record: CallRecord = {
    ...shown,
    ...(error && { error }),
    ...(traceId !== undefined && { traceId }),
    target: masker.target(target),
    ...(sourceIp !== undefined && { sourceIp }),
    ...(principal !== undefined && { principal }),
    spans: spansOf(call, traced, logs),
    logs: logs.map(({ log, line }) => ({ log, line: masker.body(line, "") })),
    request,
    ...(reply || edge?.status ? { response } : {}),
  };
  return masker.all(record);
}

/** Knows the platform's secrets and those in a call's request and response. */
function maskerOf(call: RecordedCall, secrets: readonly string[], limits: CallLimits): Masker {
  const masker = new Masker(secrets);
  const { headers } = requestLine(call);
  messageOf(headers, call.requestBody, masker, limits);
  const reply = call.exchange?.reply ?? call.refused?.reply;
  messageOf(reply?.headers ?? [], call.responseBody, masker, limits);
  return masker;
}

/** The request as the client sent it to the edge, or to the gateway itself. */
export function requestLine({ exchange, refused, edge }: RecordedCall): {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly string[];
} {
  if (edge !== undefined) {
    return { method: edge.method, target: edge.target, headers: edge.rawHeaders };
  }
  if (exchange !== undefined) {
    const { sentMethod, target, headers } = exchange.request;
    const query = target.rawQuery === "" ? "" : `?${target.rawQuery}`;
    return { method: sentMethod, target: `${target.path}${query}`, headers: headers.raw };
  }
  const { method = "", url = "", rawHeaders = [] } = refused?.incoming ?? {};
  return { method, target: url, headers: rawHeaders };
}

/** Short, and safe in a log: the proxy function's rule for ids of clients. */
const safeToken = /^[A-Za-z0-9._-]{1,128}$/;

export function correlationIdOf({ exchange, id }: RecordedCall): string {
  const given = exchange?.request.headers.last("x-correlation-id");
  return given !== undefined && safeToken.test(given) ? given : id;
}

/** The user or machine that the authorizer has found. */
export function principalOf(exchange: KeptExchange | undefined): string | undefined {
  const { claims, principalId } = exchange?.authorizer ?? {};
  const found = claims?.["sub"] ?? principalId ?? exchange?.caller?.userArn;
  return typeof found === "string" ? found : undefined;
}

function messageOf(
  raw: readonly string[],
  kept: KeptBody,
  masker: Masker,
  { shownBytes }: CallLimits,
): Message {
  const headers: (readonly [string, string])[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    headers.push([raw[index]!, masker.header(raw[index]!, raw[index + 1]!)]);
  }
  if (kept.isStreamed) {
    return { headers, body: null, bytes: kept.length, truncated: false, streamed: true };
  }
  const { bytes, isWhole } = kept;
  const length = typeof bytes === "string" && isWhole ? Buffer.byteLength(bytes) : kept.length;
  if (length === 0) return { headers, body: null, bytes: 0, truncated: false };
  const buffer = typeof bytes === "string" ? Buffer.from(bytes) : bytes;
  if (!isText(buffer, isWhole)) {
    return { headers, body: null, bytes: length, truncated: false, binary: true };
  }
  const type = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  const text = masker.text(masker.body(buffer.toString(), type));
  if (isWhole && text.length <= shownBytes) {
    return { headers, body: text, bytes: length, truncated: false };
  }
  const body = masker.cutOff(text.slice(0, shownBytes).replace(/\uFFFD$/, ""));
  return { headers, body, bytes: length, truncated: true };
}

/** A cut may divide the last character. */
function isText(bytes: Buffer, isWhole: boolean): boolean {
  const isUtf =
    isUtf8(bytes) || (!isWhole && [1, 2, 3].some((cut) => isUtf8(bytes.subarray(0, -cut))));
  return isUtf && !bytes.includes(0);
}
