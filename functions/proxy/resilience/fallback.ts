import type { Call } from "../call.ts";
import type { Send } from "../client.ts";
import type { ServiceRequest } from "../request.ts";
import type { RoutePolicy, StaticFallback } from "./options.ts";
import { maySendAgain, type Outcome, outcomeOf, type Response } from "./outcome.ts";

/**
 * The response of a failed call's fallback.
 *
 * @param clients - clients of other services, by their names
 * @returns `undefined` without a fallback for this call, or if it has failed too
 */
export async function fallBack<Body>(
  outcome: Outcome<Body>,
  { fallback, ownsFallback }: RoutePolicy,
  [request, call]: [ServiceRequest, Call],
  clients: Readonly<Record<string, Send<Body>>>,
): Promise<Response<Body> | undefined> {
  const isRead = /^(GET|HEAD|OPTIONS)$/.test(request.method);
  if (!fallback || !(ownsFallback || isRead)) return undefined;
  if (!("service" in fallback)) return fixedResponse(fallback);
  if (!maySendAgain(outcome, request)) return undefined;
  call.attemptUntil = Infinity;
  return (await outcomeOf(clients[fallback.service]!(request, call))).response;
}

const lowerCase = (headers: StaticFallback["headers"] = {}) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** No cache may keep it: the service may be back with the next call. */
const fixedResponse = ({ status = 200, headers, body = "" }: StaticFallback) => ({
  status,
  rawHeaders: Object.entries({ "cache-control": "no-store", ...lowerCase(headers) }).flat(),
  body: Buffer.from(body),
});
