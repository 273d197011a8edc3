import type { IncomingMessage } from "node:http";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { addedHeaders } from "../addedHeaders.ts";
import { claimHeaders } from "../claims.ts";
import { createClient } from "../client.ts";
import { correlationIdOf } from "../correlation.ts";
import type { ProxyEvent } from "../event.ts";
import { asFailure, ProxyFailure } from "../failure.ts";
import { dropsUnlisted } from "../headers.ts";
import { logRequest } from "../logRequest.ts";
import { toServiceRequest } from "../request.ts";
import { failureResult } from "../response.ts";
import type { ProxySettings } from "../settings.ts";
import { failurePrelude, type Prelude, toPrelude } from "./prelude.ts";

/** Puts an answer's status and headers before its body; the runtime's `HttpResponseStream.from`. */
export type BeginAnswer = (stream: Writable, prelude: Prelude) => Writable;

/**
 * Passes calls on to a service as the buffering proxy does, but answers while the service still
 * does: answers may be larger than Lambda's 6 MB, and their first byte goes out before the last is
 * there. A failure before the first byte is an ordinary JSON error; one within the answer breaks the
 * answer off.
 *
 * @param begin - starts an answer
 * @returns the function's handler, which rejects only when an answer breaks off
 */
export function createStreamingProxy(
  settings: ProxySettings,
  begin: BeginAnswer,
): (event: ProxyEvent, stream: Writable) => Promise<void> {
  const send = createClient<IncomingMessage>(settings, (response, { settle }) => settle(response));
  const context = {
    basePath: settings.serviceUrl.pathname,
    claimHeaders: claimHeaders(settings.forwardedClaims),
    dropsHeader: dropsUnlisted(settings.allowedRequestHeaders),
  };

  const dropsAnswerHeader = dropsUnlisted(settings.allowedResponseHeaders);

  return async (event, stream) => {
    const startedAt = performance.now();
    const correlationId = correlationIdOf(event);
    const added = addedHeaders(event, correlationId, settings);
    let status: number | undefined;
    let failure: ProxyFailure | undefined;
    try {
      const answer = await send(toServiceRequest(event, { ...context, correlationId }));
      // What fails from here on ends the connection to the service as well.
      const prelude = toPrelude(answer, added, dropsAnswerHeader);
      const out = begin(stream, prelude);
      status = prelude.statusCode;
      // The head goes out with the first write, and the body may be long in coming.
      out.write("");
      await pipeline(answer, out);
    } catch (error) {
      if (status !== undefined) throw (failure = brokenOff(error));
      failure = asFailure(error);
      status = failure.status;
      const { body } = failureResult(failure, added);
      begin(stream, failurePrelude(failure, added)).end(body);
    } finally {
      const service = settings.serviceName;
      logRequest(event, { correlationId, service, status: status ?? 500, startedAt, failure });
    }
  };
}

/** What ends an answer is the service's doing, unless we know better. */
const brokenOff = (error: unknown): ProxyFailure =>
  error instanceof ProxyFailure ? error : new ProxyFailure("brokenAnswer", String(error));
