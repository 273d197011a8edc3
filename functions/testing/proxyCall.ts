import { type Call, type CallContext, type CallSettings, callsOf } from "../proxy/call.ts";
import type { ProxyEvent } from "../proxy/event.ts";
import { toServiceRequest } from "../proxy/request.ts";
import { testEvent } from "./proxyEvent.ts";

/** Lambda's context with much time left. */
export const testCallContext: CallContext = { getRemainingTimeInMillis: () => 30_000 };

/** A call that begins now. */
export const testCall = (
  event: ProxyEvent = testEvent(),
  settings: Partial<CallSettings> = {},
): Call =>
  callsOf({ totalTimeoutMs: 5_000, corsAllowOrigin: undefined, ...settings })(
    event,
    testCallContext,
  );

/** The request to the service for an event, its headers also by name. */
export function testRequest(event: ProxyEvent, settings?: Partial<CallSettings>, basePath = "") {
  const request = toServiceRequest(testCall(event, settings), basePath, () => false);
  return { ...request, byName: headersByName(request.headers) };
}

/** Alternating names and values, by name; the values of a repeated name as a list. */
function headersByName(raw: readonly string[]): Record<string, string | string[]> {
  const byName: Record<string, string | string[]> = {};
  for (let i = 0; i < raw.length; i += 2) {
    const [name, value] = [raw[i]!, raw[i + 1]!];
    const before = Object.hasOwn(byName, name) ? byName[name]! : undefined;
    byName[name] = before === undefined ? value : [before, value].flat();
  }
  return byName;
}
