import type { Exchange } from "../exchange/exchange.ts";
import { GatewayError } from "../response/gatewayError.ts";
import type { Kept } from "../kept.ts";
import type { GatewayOptions } from "../options.ts";
import { ExchangeRequest, type ReceiveBody } from "./exchangeRequest.ts";
import { logLine } from "./logLine.ts";
import { compileWebAcl } from "./webAcl.ts";

export { type FirewallModel, readFirewall, readWebAcl } from "./model.ts";
export { userPoolFirewalls } from "./userPools.ts";
export { compileWebAcl, unservedRules } from "./webAcl.ts";

/**
 * Inspects a request before anything else.
 *
 * @throws GatewayError WAF_FILTERED for a blocked request
 */
export type Firewall = (exchange: Exchange, receiveBody: ReceiveBody) => Promise<void>;

/** Compiles the web ACL of a stage, with counters by address; undefined without a web ACL. */
export function compileFirewall(
  { api, clock, writeFirewallLog }: GatewayOptions,
  kept: Kept,
): Firewall | undefined {
  const { firewall } = api;
  if (firewall === undefined) return undefined;
  const { basePaths } = firewall;
  const judge = compileWebAcl(firewall, clock, kept);
  return async (exchange, receiveBody) => {
    exchange.steps.enter("firewall");
    const startedAt = Date.now();
    const verdict = await judge(new ExchangeRequest(exchange, basePaths, receiveBody));
    const isAllowed = verdict.action === "ALLOW";
    const report = exchange.firewallReport;
    report.webAclArn = firewall.arn;
    report.status = isAllowed ? 200 : 403;
    if (!isAllowed) report.rule = verdict.terminatingRule;
    report.latencyMs = Date.now() - startedAt;
    if (firewall.logs && (!isAllowed || verdict.counted.length > 0)) {
      writeFirewallLog?.(logLine(firewall, exchange, verdict));
    }
    for (const [name, value] of verdict.insertedHeaders) exchange.request.headers.set(name, value);
    if (!isAllowed) throw new GatewayError("WAF_FILTERED", { response: verdict.response });
  };
}
