import type { Exchange } from "../exchange/exchange.ts";
import { GatewayError } from "../response/gatewayError.ts";
import type { GatewayOptions } from "../options.ts";
import { maxPayloadBytes } from "../quotas.ts";
import { logLine } from "./logLine.ts";
import type { FirewallModel } from "./model.ts";
import type { InspectedRequest } from "./request.ts";
import { compileWebAcl } from "./webAcl.ts";

export { type FirewallModel, readFirewall, readWebAcl, unaskedFirewalls } from "./model.ts";
export { compileWebAcl, unservedRules } from "./webAcl.ts";

/**
 * Inspects a request before anything else.
 *
 * @throws GatewayError WAF_FILTERED for a blocked request
 */
export type Firewall = (
  exchange: Exchange,
  receiveBody: () => Promise<Buffer | undefined>,
) => Promise<void>;

/** Compiles the web ACL of a stage, with counters by address; undefined without a web ACL. */
export function compileFirewall({
  api,
  clock,
  writeFirewallLog,
}: GatewayOptions): Firewall | undefined {
  const { firewall } = api;
  if (firewall === undefined) return undefined;
  const judge = compileWebAcl(firewall, clock);
  return async (exchange, receiveBody) => {
    const startedAt = Date.now();
    const verdict = await judge(inspect(firewall, exchange, receiveBody));
    const isAllowed = verdict.action === "ALLOW";
    const report = exchange.firewallReport;
    report.webAclArn = firewall.arn;
    report.status = isAllowed ? 200 : 403;
    report.latencyMs = Date.now() - startedAt;
    if (firewall.logs && (!isAllowed || verdict.counted.length > 0)) {
      writeFirewallLog?.(logLine(firewall, exchange, verdict));
    }
    for (const [name, value] of verdict.insertedHeaders) exchange.request.headers.set(name, value);
    if (!isAllowed) throw new GatewayError("WAF_FILTERED", { response: verdict.response });
  };
}

function inspect(
  { basePaths }: FirewallModel,
  { request, domainName }: Exchange,
  receiveBody: () => Promise<Buffer | undefined>,
): InspectedRequest {
  const { headers, sourceIp, sentMethod, target } = request;
  const basePath = basePaths.get(domainName.toLowerCase());
  return {
    clientIp: sourceIp,
    method: sentMethod,
    uriPath: basePath === undefined ? target.fullPath : basePath + withoutStage(target.fullPath),
    query: target.rawQuery,
    get rawHeaders() {
      return headers.raw;
    },
    header: (name) => headers.get(name)?.values.join(","),
    bodyBytes: () => {
      const length = Number(headers.last("content-length") ?? 0);
      // A chunked body has no declared length.
      const isChunked = headers.last("transfer-encoding") !== undefined;
      return isChunked || length > maxPayloadBytes
        ? received(receiveBody).then(({ length: bytes }) => bytes)
        : length;
    },
    readBody: () => received(receiveBody),
  };
}

/** The local edge puts the stage in front of a path, as a custom domain does. */
const withoutStage = (path: string): string => path.replace(/^\/[^/]*/, "") || "/";

const empty = Buffer.alloc(0);

/**
 * AWS does not document if the firewall or API Gateway's size limit comes first; here the limit does.
 *
 * @throws GatewayError 413 over 10 MB
 */
const received = async (receiveBody: () => Promise<Buffer | undefined>): Promise<Buffer> =>
  (await receiveBody()) ?? empty;
