import type { GatewayError } from "../response/gatewayError.ts";
import { TemplateError } from "../velocity/index.ts";
import type { Exchange, Reply } from "./exchange.ts";

/** Longest reason, in characters. */
const maxLength = 500;

/**
 * A line of JSON about a response of 5xx: the reason that API Gateway hides from clients. Without
 * bodies, headers and queries.
 *
 * @param error - the gateway's own response; undefined for an integration's
 */
export function faultLine(exchange: Exchange, { status }: Reply, error?: GatewayError): string {
  const { ids, request, route } = exchange;
  return JSON.stringify({
    timestamp: new Date().toISOString(),
    status,
    route: route && `${route.method} ${route.resourcePath}`,
    method: request.method,
    ...(error && { errorType: error.type }),
    error: (error ? reasonOf(error, exchange) : ofIntegration(exchange)).slice(0, maxLength),
    requestId: ids.requestId,
  });
}

function ofIntegration({ integrationReport: { status } }: Exchange): string {
  if (status === undefined) return "The integration's response has this status";
  return `The integration's backend responded with ${status}. Look into the backend's log`;
}

function reasonOf(error: GatewayError, exchange: Exchange): string {
  const { authorizerReport, integrationReport } = exchange;
  const causes = messagesOf(error.cause);
  if (causes.length > 0) return causes.join(": ");
  if (error.type === "INTEGRATION_TIMEOUT")
    return "The integration took longer than its time limit";
  if (error.type === "AUTHORIZER_FAILURE") return "The authorizer took longer than its time limit";
  return integrationReport.error ?? authorizerReport.error ?? error.message;
}

/** The messages of an error and its causes. */
export function messagesOf(cause: unknown): string[] {
  const messages: string[] = [];
  for (let each = cause; each !== undefined && each !== null;) {
    messages.push(messageOf(each));
    each = each instanceof Error && !hasWholeMessage(each) ? each.cause : undefined;
  }
  return messages.filter((message) => message !== "");
}

function messageOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return hasWholeMessage(cause) ? withoutValues(cause.message) : cause.message;
}

/** Their messages quote what they read, and contain the messages of their causes. */
const hasWholeMessage = (error: Error): boolean =>
  error instanceof TemplateError || error instanceof SyntaxError;

/** Bodies may contain secrets. */
const withoutValues = (message: string): string => message.replace(/".*"/su, '"…"');
