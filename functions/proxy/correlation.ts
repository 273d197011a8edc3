import type { ProxyEvent } from "./event.ts";
import { safeToken } from "../shared/safeToken.ts";
import { valuesOf } from "./headers.ts";

/** What identifies a call, in the events of functions and of authorizers. */
export type CorrelatedEvent = Pick<ProxyEvent, "multiValueHeaders"> & {
  readonly requestContext: Pick<ProxyEvent["requestContext"], "requestId" | "extendedRequestId">;
};

/** The header that carries the correlation id, to the service and back to the client. */
export const correlationHeader = "x-correlation-id";

/**
 * The id shared by all logs of a request: the client's if it is safe, otherwise the gateway's. Clients may override
 * `requestId`, too (API Gateway Developer Guide, "Variables for data models, authorizers, mapping templates, and
 * CloudWatch access logging").
 */
export function correlationIdOf(event: CorrelatedEvent): string {
  const given = valuesOf(event.multiValueHeaders, correlationHeader).at(-1);
  const { requestId, extendedRequestId } = event.requestContext;
  const isSafe = (id: string | undefined) => id !== undefined && safeToken.test(id);
  return (
    [given, requestId].find(isSafe) ?? (extendedRequestId ?? "unknown").replaceAll(/[^\w-]/g, "")
  );
}
