import type { ProxyEvent } from "./event.ts";

/** The header that carries the correlation id, to the service and back to the client. */
export const correlationHeader = "x-correlation-id";

/** Short and without anything that a log or a shell could stumble over. */
const safeToken = /^[A-Za-z0-9._-]{1,128}$/;

/** What ties together the logs of one request: the client's own id if it is safe, else the gateway's. */
export function correlationIdOf(event: ProxyEvent): string {
  const given = Object.entries(event.headers ?? {}).find(
    ([name]) => name.toLowerCase() === correlationHeader,
  )?.[1];
  return given !== undefined && safeToken.test(given) ? given : event.requestContext.requestId;
}
