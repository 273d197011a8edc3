import type { APIGatewayProxyResult } from "aws-lambda";
import { addedHeaders } from "./addedHeaders.ts";
import { createClient, readWhole } from "./client.ts";
import { correlationIdOf } from "./correlation.ts";
import type { ProxyEvent } from "./event.ts";
import { asFailure, type ProxyFailure } from "./failure.ts";
import { dropsUnlisted } from "./headers.ts";
import { logRequest } from "./logRequest.ts";
import { requestSettings, toServiceRequest } from "./request.ts";
import { failureResult, maxPayloadBytes, toProxyResult } from "./response.ts";
import type { ProxySettings } from "./settings.ts";

/**
 * Passes calls on to a service in the VPC and its responses back.
 *
 * The service receives the claims that the gateway verified as `x-user-*` headers, never the token
 * itself. It can trust them: such headers of a client are removed. Every response has the header
 * `x-correlation-id`, and every call writes one log line with that id.
 *
 * @returns the function's handler, which never rejects
 */
export function createProxy(
  settings: ProxySettings,
): (event: ProxyEvent) => Promise<APIGatewayProxyResult> {
  const send = createClient(settings, readWhole(maxPayloadBytes));
  const context = requestSettings(settings);
  const dropsResponseHeader = dropsUnlisted(settings.allowedResponseHeaders);

  return async (event) => {
    const startedAt = performance.now();
    const correlationId = correlationIdOf(event);
    const added = addedHeaders(event, correlationId, settings);
    let result: APIGatewayProxyResult;
    let failure: ProxyFailure | undefined;
    try {
      const response = await send(toServiceRequest(event, { ...context, correlationId }));
      result = toProxyResult(response, added, dropsResponseHeader);
    } catch (error) {
      failure = asFailure(error);
      result = failureResult(failure, added);
    }
    logRequest(event, {
      correlationId,
      service: settings.serviceName,
      status: result.statusCode,
      startedAt,
      failure,
    });
    return result;
  };
}
