import type { Exchange } from "../../exchange/exchange.ts";
import { GatewayError } from "../../response/gatewayError.ts";
import { checkEventSize } from "../eventSize.ts";

/**
 * Refuses what Lambda's `Invoke` would refuse. Its message reaches the caller. (reported by callers of AWS
 * in serverless/serverless#2270 and #2807; the status: API Gateway Developer Guide, "Mapping template
 * reference", on characters that a template does not escape)
 *
 * @throws GatewayError 400 for a payload that is no JSON, 413 for one that is too long
 */
export function checkPayload(payload: string, exchange: Exchange): void {
  checkEventSize(payload, exchange);
  const { integrationReport } = exchange;
  try {
    JSON.parse(payload);
  } catch (cause) {
    const message = `Could not parse request body into json: Could not parse payload into json: ${describe(payload, cause as Error)}`;
    integrationReport.serviceStatus = 400;
    integrationReport.error = message;
    throw new GatewayError("BAD_REQUEST_BODY", { message, cause });
  }
}

/** Describes a word as Lambda's JSON parser does; other faults have another wording there. */
function describe(payload: string, { message }: Error): string {
  const [, token] = /^\s*([\w$]+)/.exec(payload) ?? [];
  if (token === undefined || /^(?:\d|(?:true|false|null)$)/.test(token)) return message;
  return `Unrecognized token '${token}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`;
}
