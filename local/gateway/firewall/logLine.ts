import type { Exchange } from "../exchange/exchange.ts";
import type { FirewallModel } from "./model.ts";
import type { Verdict } from "./webAcl.ts";

/**
 * Formats a line of AWS WAF's log, without the query and unknown fields, such as the caller's country.
 * (AWS WAF Developer Guide, "Log fields for web ACL traffic")
 */
export function logLine(firewall: FirewallModel, exchange: Exchange, verdict: Verdict): string {
  const { served, request, ids, startedAt } = exchange;
  const { accountId, model } = served;
  const headers = [...request.headers.entries()].flatMap(([key, { name, values }]) =>
    values.map((value) => ({
      name,
      value: firewall.redactedHeaders.includes(key) ? "REDACTED" : value,
    })),
  );
  const shown = (field: string, value: string) =>
    firewall.redactedFields.has(field) ? "REDACTED" : value;
  return JSON.stringify({
    timestamp: startedAt,
    formatVersion: 1,
    webaclId: firewall.arn,
    terminatingRuleId: verdict.terminatingRule ?? "Default_Action",
    terminatingRuleType: verdict.terminatingType,
    action: verdict.action,
    httpSourceName: "APIGW",
    httpSourceId: `${accountId}:${model.id}:${model.stage.name}`,
    labels: verdict.labels.map((name) => ({ name })),
    ...(verdict.response && { responseCodeSent: verdict.response.status }),
    // Without their values, which may be secrets of the program.
    requestHeadersInserted: verdict.insertedHeaders.map(([name]) => ({ name })),
    nonTerminatingMatchingRules: verdict.counted.map((ruleId) => ({ ruleId, action: "COUNT" })),
    httpRequest: {
      clientIp: request.sourceIp,
      headers,
      uri: shown("uriPath", request.target.fullPath),
      httpVersion: "HTTP/1.1",
      httpMethod: shown("method", request.sentMethod),
      requestId: ids.extendedRequestId,
    },
  });
}
