import type { APIGatewayProxyResult } from "aws-lambda";
import { log } from "../shared/log.ts";
import { claimHeaders } from "./claims.ts";
import { createClient } from "./client.ts";
import { correlationHeader, correlationIdOf } from "./correlation.ts";
import type { ProxyEvent } from "./event.ts";
import { asFailure, type ProxyFailure } from "./failure.ts";
import type { HeaderValues } from "./headers.ts";
import { toServiceRequest } from "./request.ts";
import { failureResult, maxPayloadBytes, toProxyResult } from "./response.ts";
import type { ProxySettings } from "./settings.ts";

/**
 * Passes calls on to a service in the VPC and its answers back.
 *
 * The service gets the claims that the gateway verified as `x-user-*` headers, never the token
 * itself, and can trust them: what a client sends under such a name is removed. Every answer
 * carries `x-correlation-id`, and every call writes one line of log with it.
 *
 * @returns the function's handler, which never rejects
 */
export function createProxy(
  settings: ProxySettings,
): (event: ProxyEvent) => Promise<APIGatewayProxyResult> {
  const send = createClient({ ...settings, maxBodyBytes: maxPayloadBytes });
  const context = {
    basePath: settings.serviceUrl.pathname,
    claimHeaders: claimHeaders(settings.forwardedClaims),
  };

  return async (event) => {
    const startedAt = performance.now();
    const correlationId = correlationIdOf(event);
    const added = addedHeaders(correlationId, settings.corsAllowOrigin);
    let result: APIGatewayProxyResult;
    let failure: ProxyFailure | undefined;
    try {
      const answer = await send(toServiceRequest(event, { ...context, correlationId }));
      result = toProxyResult(answer, added);
    } catch (error) {
      failure = asFailure(error);
      result = failureResult(failure, added);
    }
    log(result.statusCode >= 500 ? "error" : "info", "request", {
      correlationId,
      service: settings.serviceName,
      method: event.httpMethod,
      path: event.path,
      status: result.statusCode,
      durationMs: Math.round((performance.now() - startedAt) * 100) / 100,
      ...(failure && { error: failure.kind, reason: failure.message }),
    });
    return result;
  };
}

/** What every answer carries, the service's own and a failure's. */
function addedHeaders(correlationId: string, corsAllowOrigin: string | undefined): HeaderValues {
  return {
    [correlationHeader]: [correlationId],
    ...(corsAllowOrigin && { "access-control-allow-origin": [corsAllowOrigin] }),
  };
}
