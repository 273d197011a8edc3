import type { Exchange } from "../exchange/exchange.ts";
import { GatewayError } from "../response/gatewayError.ts";
import type { GatewayOptions } from "../options.ts";
import { maxPayloadBytes } from "../quotas.ts";
import type { Clock } from "../throttle/tokenBucket.ts";
import { logLine, type Verdict } from "./logLine.ts";
import type { FirewallModel, RuleAction, RuleModel } from "./model.ts";
import {
  compileStatement,
  type InspectedRequest,
  type Matches,
  UnservedStatementError,
} from "./statements.ts";

export { type FirewallModel, readFirewall, readWebAcl, unaskedFirewalls } from "./model.ts";

/**
 * Inspects a request before anything else.
 *
 * @throws GatewayError WAF_FILTERED for a blocked request
 */
export type Firewall = (
  exchange: Exchange,
  receiveBody: () => Promise<Buffer | undefined>,
) => Promise<void>;

interface Rule {
  readonly name: string;
  readonly action: RuleAction;
  readonly isRateBased: boolean;
  readonly matches: Matches;
}

/** Compiles the web ACL of a stage, with counters by address; undefined without a web ACL. */
export function compileFirewall({
  api,
  clock = () => performance.now(),
  writeFirewallLog,
}: GatewayOptions): Firewall | undefined {
  const { firewall } = api;
  if (firewall === undefined) return undefined;
  const judge = compileWebAcl(firewall, clock);
  return async (exchange, receiveBody) => {
    const startedAt = Date.now();
    const verdict = await judge(inspect(firewall, exchange, receiveBody));
    const blocked = verdict.action === "BLOCK";
    const report = exchange.firewallReport;
    report.webAclArn = firewall.arn;
    report.status = blocked ? 403 : 200;
    report.latencyMs = Date.now() - startedAt;
    if (firewall.logs && (blocked || verdict.counted.length > 0)) {
      writeFirewallLog?.(logLine(firewall, exchange, verdict));
    }
    if (blocked) throw new GatewayError("WAF_FILTERED");
  };
}

/** Compiles the rules of a web ACL, with counters by address. */
export function compileWebAcl(
  firewall: FirewallModel,
  clock: Clock = () => performance.now(),
): (request: InspectedRequest) => Promise<Verdict> {
  const { inspectedBytes } = firewall;
  const rules = firewall.rules.flatMap((rule) => compileRule(rule, { inspectedBytes, clock }));
  return (request) => judge(rules, firewall, request);
}

/** Lists the rules of a web ACL without effect here, such as AWS's managed rule groups. */
export function unservedRules({ rules }: FirewallModel): string[] {
  const context = { inspectedBytes: 0, clock: () => 0 };
  return rules.flatMap((rule) => {
    if (compileRule(rule, context).length === 0) return [rule.name];
    return rule.customResponse ? [`${rule.name} (its custom response)`] : [];
  });
}

/** Returns an empty list for an unsupported rule, which matches no request. */
function compileRule(
  { name, action, statement }: RuleModel,
  context: Parameters<typeof compileStatement>[1],
): Rule[] {
  if (action === undefined) return [];
  try {
    const isRateBased = statement["rateBasedStatement"] != null;
    return [{ name, action, isRateBased, matches: compileStatement(statement, context) }];
  } catch (error) {
    if (error instanceof UnservedStatementError) return [];
    throw error;
  }
}

/** The first rule that allows or blocks decides; counting rules do not end the evaluation. */
async function judge(
  rules: readonly Rule[],
  { blocksByDefault }: FirewallModel,
  request: InspectedRequest,
): Promise<Verdict> {
  const counted: string[] = [];
  for (const { name, action, isRateBased, matches } of rules) {
    if (!(await matches(request))) continue;
    if (action === "count") counted.push(name);
    else {
      const verdict = action === "block" ? "BLOCK" : "ALLOW";
      return { action: verdict, terminatingRule: name, isRateBased, counted };
    }
  }
  const action = blocksByDefault ? "BLOCK" : "ALLOW";
  return { action, terminatingRule: undefined, isRateBased: false, counted };
}

function inspect(
  { basePaths }: FirewallModel,
  { request, domainName }: Exchange,
  receiveBody: () => Promise<Buffer | undefined>,
): InspectedRequest {
  const { headers, sourceIp, target } = request;
  const basePath = basePaths.get(domainName.toLowerCase());
  return {
    clientIp: sourceIp,
    uriPath: basePath === undefined ? target.fullPath : basePath + withoutStage(target.fullPath),
    header: (name) => headers.get(name)?.values.join(","),
    bodyBytes: () => {
      const length = Number(headers.last("content-length") ?? 0);
      // A chunked body has no declared length.
      const isChunked = headers.last("transfer-encoding") !== undefined;
      return isChunked || length > maxPayloadBytes ? receivedBytes(receiveBody) : length;
    },
  };
}

/** The local edge puts the stage in front of a path, as a custom domain does. */
const withoutStage = (path: string): string => path.replace(/^\/[^/]*/, "") || "/";

/**
 * AWS does not document if the firewall or API Gateway's size limit comes first; here the limit does.
 *
 * @throws GatewayError 413 over 10 MB
 */
async function receivedBytes(receiveBody: () => Promise<Buffer | undefined>): Promise<number> {
  return (await receiveBody())?.length ?? 0;
}
