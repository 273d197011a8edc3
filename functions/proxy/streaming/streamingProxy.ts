import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { CallContext } from "../call.ts";
import { createCore, type Prepare } from "../core.ts";
import type { ProxyEvent } from "../event.ts";
import { ProxyFailure } from "../failure.ts";
import { readHead } from "../receive.ts";
import type { Resilience } from "../resilience/resilience.ts";
import type { ResponseHead } from "../response.ts";
import type { ProxySettings } from "../settings.ts";

/** Writes a response's status and headers before its body; the runtime's `HttpResponseStream.from`. */
type BeginResponse = (stream: Writable, head: ResponseHead) => Writable;

/**
 * Passes calls on to a service as the buffering proxy does, but streams the response. Responses may
 * exceed Lambda's 6 MB, and their first byte goes out before the last has arrived. A failure before
 * the first byte becomes an ordinary JSON error; a later one ends the response early.
 *
 * @param begin - starts a response
 * @param resilience - makes the calls by the options of that name @default each call is sent once
 * @returns the function's handler, which rejects only when a response ends early
 */
export function createStreamingProxy(
  settings: ProxySettings,
  begin: BeginResponse,
  resilience?: Resilience,
  prepare?: Prepare,
): (event: ProxyEvent, stream: Writable, context: CallContext) => Promise<void> {
  const carry = createCore<Readable>(settings, readHead, resilience, prepare);

  // A rest parameter: Node.js 24 on Lambda refuses a handler with a third one, which could be a callback.
  return (event, stream, ...[context]) =>
    carry<void>(event, context, async (head, body, call) => {
      if (Buffer.isBuffer(body)) {
        call.status = head.statusCode;
        begin(stream, head).end(body);
        return;
      }
      try {
        checkSize(head);
      } catch (error) {
        body.destroy();
        throw error;
      }
      const out = begin(stream, head);
      call.status = head.statusCode;
      // The first write sends the head. The body may take a while.
      out.write("");
      body.on("data", (chunk: Buffer) => (call.responseBytes += chunk.length));
      // Any failure from here on also ends the connection to the service.
      await pipeline(body, out).catch((error: unknown) => {
        throw error instanceof ProxyFailure
          ? error
          : new ProxyFailure("brokenResponse", String(error));
      });
    });
}

/**
 * How far API Gateway reads a response to find the start of its body, minus the 8-byte delimiter.
 * Source: API Gateway Developer Guide, "Set up a Lambda proxy integration with payload response
 * streaming in API Gateway".
 */
const maxHeadBytes = 16 * 1024 - 8;

/** @throws ProxyFailure when the head is larger than API Gateway reads */
function checkSize(head: ResponseHead): void {
  const size = Buffer.byteLength(JSON.stringify(head));
  if (size <= maxHeadBytes) return;
  throw new ProxyFailure("responseTooLarge", `headers of ${size} bytes exceed API Gateway's 16 KB`);
}
