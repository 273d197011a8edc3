import type { IncomingMessage } from "node:http";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { addedHeaders, withAdded } from "../addedHeaders.ts";
import { createClient } from "../client.ts";
import { correlationIdOf } from "../correlation.ts";
import type { ProxyEvent } from "../event.ts";
import { asFailure, ProxyFailure } from "../failure.ts";
import { type DropsHeader, dropsUnlisted, type HeaderValues } from "../headers.ts";
import { logRequest } from "../logRequest.ts";
import { requestSettings, toServiceRequest } from "../request.ts";
import { failureResult, responseHeaders } from "../response.ts";
import type { ProxySettings } from "../settings.ts";

/** The status and headers before a streamed response's body. */
export interface Prelude {
  readonly statusCode: number;
  /** Not `headers`, which allows only one Set-Cookie. */
  readonly multiValueHeaders: HeaderValues;
}

/** Writes a response's status and headers before its body; the runtime's `HttpResponseStream.from`. */
type BeginResponse = (stream: Writable, prelude: Prelude) => Writable;

/**
 * Passes calls on to a service as the buffering proxy does, but streams the response. Responses may
 * exceed Lambda's 6 MB, and their first byte goes out before the last has arrived. A failure before
 * the first byte becomes an ordinary JSON error; a later one ends the response early.
 *
 * @param begin - starts a response
 * @returns the function's handler, which rejects only when a response ends early
 */
export function createStreamingProxy(
  settings: ProxySettings,
  begin: BeginResponse,
): (event: ProxyEvent, stream: Writable) => Promise<void> {
  const send = createClient<IncomingMessage>(settings, (response, { settle }) => settle(response));
  const context = requestSettings(settings);
  const dropsResponseHeader = dropsUnlisted(settings.allowedResponseHeaders);

  return async (event, stream) => {
    const startedAt = performance.now();
    const correlationId = correlationIdOf(event);
    const added = addedHeaders(event, correlationId, settings);
    let status: number | undefined;
    let failure: ProxyFailure | undefined;
    try {
      const response = await send(toServiceRequest(event, { ...context, correlationId }));
      // Any failure from here on also ends the connection to the service.
      const prelude = toPrelude(response, added, dropsResponseHeader);
      const out = begin(stream, prelude);
      status = prelude.statusCode;
      // The first write sends the head. The body may take a while.
      out.write("");
      await pipeline(response, out);
    } catch (error) {
      if (status !== undefined) throw (failure = brokenOff(error));
      failure = asFailure(error);
      status = failure.status;
      const { body, ...head } = failureResult(failure, added);
      const multiValueHeaders = head.multiValueHeaders as HeaderValues;
      begin(stream, { statusCode: head.statusCode, multiValueHeaders }).end(body);
    } finally {
      const service = settings.serviceName;
      logRequest(event, { correlationId, service, status: status ?? 500, startedAt, failure });
    }
  };
}

/**
 * How far API Gateway reads a response to find the start of its body, minus the 8-byte delimiter.
 * Source: API Gateway Developer Guide, "Set up a Lambda proxy integration with payload response
 * streaming in API Gateway".
 */
const maxPreludeBytes = 16 * 1024 - 8;

/**
 * The head of a service's response.
 *
 * @param added - headers of the proxy, which override the service's
 * @param dropsHeader - selects the service's headers that the client does not receive
 * @throws ProxyFailure when it is larger than API Gateway reads
 */
function toPrelude(
  response: IncomingMessage,
  added: HeaderValues,
  dropsHeader?: DropsHeader,
): Prelude {
  const prelude = {
    statusCode: response.statusCode!,
    multiValueHeaders: withAdded(responseHeaders(response.rawHeaders, dropsHeader), added),
  };
  const size = Buffer.byteLength(JSON.stringify(prelude));
  if (size > maxPreludeBytes) {
    response.destroy();
    throw new ProxyFailure(
      "responseTooLarge",
      `headers of ${size} bytes exceed API Gateway's 16 KB`,
    );
  }
  return prelude;
}

/** An error within a response; by default the service is its cause. */
const brokenOff = (error: unknown): ProxyFailure =>
  error instanceof ProxyFailure ? error : new ProxyFailure("brokenResponse", String(error));
