import type { Exchange } from "./exchange.ts";
import { traceRoot } from "./trace.ts";

/** Reads one value of an exchange; undefined where there is none. */
export type Reader = (exchange: Exchange) => string | number | undefined;

const bodyLength = ({ reply }: Exchange) => reply && Buffer.byteLength(reply.body);

/**
 * `$context` by variable name. (API Gateway Developer Guide, "Variables for access logging for API
 * Gateway" and "Variables for data transformations for API Gateway")
 */
const variables: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["accountId", (exchange) => exchange.served.accountId],
  ["apiId", (exchange) => exchange.served.model.id],
  ["authorizer.error", (exchange) => exchange.authorizerReport.error],
  ["authorizer.latency", (exchange) => exchange.authorizerReport.latencyMs],
  ["authorizer.status", (exchange) => exchange.authorizerReport.status],
  ["deploymentId", (exchange) => exchange.served.model.stage.deploymentId],
  ["domainName", (exchange) => exchange.domainName],
  ["domainPrefix", (exchange) => exchange.domainName.split(".", 1)[0]],
  ["error.message", (exchange) => exchange.error?.clientMessage ?? undefined],
  [
    "error.messageString",
    (exchange) => exchange.error && JSON.stringify(exchange.error.clientMessage),
  ],
  ["error.responseType", (exchange) => exchange.error?.type],
  ["extendedRequestId", (exchange) => exchange.ids.extendedRequestId],
  ["httpMethod", (exchange) => exchange.request.method],
  ["identity.sourceIp", (exchange) => exchange.request.sourceIp],
  ["identity.userAgent", (exchange) => exchange.request.headers.last("user-agent")],
  ["integration.error", (exchange) => exchange.integrationReport.error],
  ["integration.integrationStatus", (exchange) => exchange.integrationReport.serviceStatus],
  ["integration.latency", (exchange) => exchange.integrationReport.latencyMs],
  ["integration.status", (exchange) => exchange.integrationReport.status],
  ["integrationLatency", (exchange) => exchange.integrationReport.latencyMs],
  ["integrationStatus", (exchange) => exchange.integrationReport.serviceStatus],
  ["path", (exchange) => exchange.request.target.fullPath],
  ["protocol", () => "HTTP/1.1"],
  ["requestId", (exchange) => exchange.ids.requestId],
  ["requestTime", (exchange) => exchange.requestTime],
  ["requestTimeEpoch", (exchange) => exchange.startedAt],
  ["resourceId", (exchange) => exchange.route?.resourceId],
  ["resourcePath", (exchange) => exchange.route?.resourcePath],
  ["responseLatency", (exchange) => Date.now() - exchange.startedAt],
  ["responseLength", bodyLength],
  ["stage", (exchange) => exchange.served.model.stage.name],
  ["status", (exchange) => exchange.reply?.status],
  ["xrayTraceId", (exchange) => traceRoot(exchange.trace)],
]);

/** `authorizer.claims.sub`, or `authorizer.claims['custom:role']` for names that are no identifier. */
const claim = /^authorizer\.claims(?:\.(\w+)|\['([^']+)'\])$/;

/** @param name - without `$context.`; an unknown one reads as missing, as on AWS */
export function contextVariable(name: string): Reader {
  const [, plain, quoted] = claim.exec(name) ?? [];
  const claimName = plain ?? quoted;
  if (claimName !== undefined) {
    return (exchange) => exchange.authorizer?.claims[claimName];
  }
  return variables.get(name) ?? (() => undefined);
}
