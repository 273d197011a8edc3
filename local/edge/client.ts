import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest, ServerHttp2Stream } from "node:http2";
import { pipeline, type Readable, type Writable } from "node:stream";
import { closeIfUnread, isUnread } from "../closing.ts";
import { callOf } from "./edgeCall.ts";

// Over HTTP/2, Node.js hands out objects like those of HTTP/1.1 ("Compatibility API"). The few differences
// that matter to a proxy are here.

/** The stream of a request over HTTP/2. */
function http2Stream(request: IncomingMessage): ServerHttp2Stream | undefined {
  if (request.httpVersionMajor < 2) return undefined;
  return (request as unknown as Http2ServerRequest).stream;
}

/** The host that a client asks for. HTTP/2 has it in a field of its own. */
export const hostOf = ({ headers }: IncomingMessage): string =>
  headers.host ?? (headers[":authority"] as string | undefined) ?? "";

/** Alternating names and values of all headers, as they would be over HTTP/1.1. */
export function rawHeadersOf(request: IncomingMessage): string[] {
  const { rawHeaders, headers } = request;
  if (!http2Stream(request)) return rawHeaders;
  const raw = headers.host === undefined ? ["Host", hostOf(request)] : [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!;
    if (!name.startsWith(":") && name !== "cookie") raw.push(name, rawHeaders[index + 1]!);
  }
  // One field per cookie is for HTTP/2 only. (RFC 9113, 8.2.3)
  if (headers.cookie !== undefined) raw.push("cookie", headers.cookie);
  return raw;
}

/** Whether a request comes with a body whose length is not stated. */
export function hasChunkedBody(request: IncomingMessage): boolean {
  const { headers } = request;
  if (headers["content-length"] !== undefined) return false;
  const stream = http2Stream(request);
  return stream ? !stream.endAfterHeaders : headers["transfer-encoding"] !== undefined;
}

/** Whether all servers read the request the same way: one path, one host, one way to find its end. */
export function isUnambiguous(request: IncomingMessage): boolean {
  const { url, rawHeaders, headers } = request;
  if (url?.startsWith("/") !== true) return false;
  const hosts = countOf("host", rawHeaders);
  if (http2Stream(request)) {
    const authority = headers[":authority"];
    if (hosts === 0) return authority !== undefined;
    return hosts === 1 && (authority === undefined || authority === headers.host);
  }
  const encoding = headers["transfer-encoding"]?.toLowerCase() ?? "chunked";
  return hosts === 1 && encoding === "chunked";
}

function countOf(wanted: string, rawHeaders: readonly string[]): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!;
    if (name.length === wanted.length && name.toLowerCase() === wanted) count++;
  }
  return count;
}

/** Whether part of a request's body is still to come. */
export function isIncomplete(request: IncomingMessage): boolean {
  const stream = http2Stream(request);
  return stream ? !stream.endAfterHeaders && !request.complete : isUnread(request);
}

/** Whether the client can no longer get a response. */
export const isGone = (response: ServerResponse): boolean =>
  response.destroyed || http2Stream(response.req)?.destroyed === true;

/** Sends the head of a response, even while the request's body is still arriving. */
export function writeHead(
  response: ServerResponse,
  status: number,
  message: string | undefined,
  headers: readonly string[],
): void {
  const call = callOf(response);
  if (call !== undefined) Object.assign(call, { status, responseHeaders: headers });
  if (http2Stream(response.req)) {
    // HTTP/2 has no message, and lower-case names.
    response.writeHead(status, byName(headers));
    return;
  }
  closeIfUnread(response);
  const fields = headers as string[];
  if (message === undefined) response.writeHead(status, fields);
  else response.writeHead(status, message, fields);
}

function byName(raw: readonly string[]): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = Object.create(null) as typeof headers;
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index]!.toLowerCase();
    const value = raw[index + 1]!;
    const before = headers[name];
    headers[name] = before === undefined ? value : [before, value].flat();
  }
  return headers;
}

/** Whether a response has no body. (RFC 9110, 6.4.1) */
const isBodyless = ({ req, statusCode }: ServerResponse): boolean =>
  req.method === "HEAD" || statusCode === 204 || statusCode === 304;

/** Sends a body to a client. If it ends early, so does the client's response. */
export function sendBody(body: Readable, response: ServerResponse): void {
  const stream: Writable | undefined = http2Stream(response.req);
  if (stream && isBodyless(response)) {
    body.resume();
    response.end();
    return;
  }
  pipeline(body, stream ?? response, (error) => {
    if (error) response.destroy();
  });
}
