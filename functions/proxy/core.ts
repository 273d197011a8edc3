import type { Readable } from "node:stream";
import { type Call, type CallContext, callsOf } from "./call.ts";
import { createClient, type Send } from "./client.ts";
import type { ProxyEvent } from "./event.ts";
import { asFailure } from "./failure.ts";
import { dropsUnlisted } from "./headers.ts";
import { requestLog } from "./logRequest.ts";
import type { Receive } from "./receive.ts";
import { type ServiceRequest, toServiceRequest } from "./request.ts";
import { failureBody, failureHead, type ResponseHead, responseHead } from "./response.ts";
import type { Resilience } from "./resilience/resilience.ts";
import type { ProxySettings } from "./settings.ts";

/**
 * Hands a response to Lambda.
 *
 * @param body - the service's, or the whole body of a response that is not the service's
 * @throws ProxyFailure when the response can't be carried
 */
type Write<Body, Result> = (
  head: ResponseHead,
  body: Body | Buffer,
  call: Call,
) => Result | Promise<Result>;

/**
 * Completes a request before each attempt, such as by an assertion.
 *
 * @throws ProxyFailure when it must not be sent
 */
export type Prepare = (request: ServiceRequest, call: Call) => Promise<ServiceRequest>;

/** Carries out one call. It rejects only when a response that has begun ends early. */
export type Carry<Body> = <Result>(
  event: ProxyEvent,
  context: CallContext,
  write: Write<Body, Result>,
) => Promise<Result>;

/**
 * The rules that all handlers share: which request the service gets, which head and which failures the
 * client gets, and the call's log line. Handlers differ in how they receive and write bodies.
 *
 * @param receive - reads the body of the service's response
 * @param resilience - makes the calls by the options of that name @default each call is sent once
 * @param prepare - completes each request to the service itself. @default nothing is missing
 */
export function createCore<Body extends Buffer | Readable>(
  settings: ProxySettings,
  receive: Receive<Body>,
  resilience?: Resilience,
  prepare?: Prepare,
): Carry<Body> {
  const { serviceUrl } = settings;
  const clientOf = (url: URL): Send<Body> => {
    const send = createClient({ ...settings, serviceUrl: url }, receive);
    if (!prepare || url !== serviceUrl) return send;
    return async (request, call) => send(await prepare(request, call), call);
  };
  const send = resilience?.(serviceUrl, clientOf) ?? clientOf(serviceUrl);
  const begin = callsOf(settings);
  const logCall = requestLog(settings);
  const basePath = serviceUrl.pathname.replace(/\/+$/, "");
  const dropsRequestHeader = dropsUnlisted(settings.allowedRequestHeaders);
  const dropsResponseHeader = dropsUnlisted(settings.allowedResponseHeaders);

  return async (event, context, write) => {
    const call = begin(event, context);
    try {
      const request = toServiceRequest(call, basePath, dropsRequestHeader);
      const response = await send(request, call);
      const head = responseHead(response, call, dropsResponseHeader);
      return await write(head, response.body, call);
    } catch (error) {
      const failure = (call.failure = asFailure(error));
      // The head of the service's response has gone out.
      if (call.status !== undefined) throw failure;
      return await write(failureHead(failure, call), failureBody(failure, call), call);
    } finally {
      logCall(call);
    }
  };
}
