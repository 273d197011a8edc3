import type { Exchange } from "../exchange/exchange.ts";
import type { FirewallModel } from "./model.ts";

/** The result of the rules for a request. */
export interface Verdict {
  readonly action: "ALLOW" | "BLOCK";
  /** The rule that decided; undefined for the default action. */
  readonly terminatingRule: string | undefined;
  readonly isRateBased: boolean;
  /** Matching rules that only count. */
  readonly counted: readonly string[];
}

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
  return JSON.stringify({
    timestamp: startedAt,
    formatVersion: 1,
    webaclId: firewall.arn,
    terminatingRuleId: verdict.terminatingRule ?? "Default_Action",
    terminatingRuleType: verdict.isRateBased ? "RATE_BASED" : "REGULAR",
    action: verdict.action,
    httpSourceName: "APIGW",
    httpSourceId: `${accountId}:${model.id}:${model.stage.name}`,
    nonTerminatingMatchingRules: verdict.counted.map((ruleId) => ({ ruleId, action: "COUNT" })),
    httpRequest: {
      clientIp: request.sourceIp,
      headers,
      uri: request.target.fullPath,
      httpVersion: "HTTP/1.1",
      httpMethod: request.sentMethod,
      requestId: ids.extendedRequestId,
    },
  });
}
