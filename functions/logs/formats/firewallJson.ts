import { safeToken } from "../../shared/safeToken.ts";
import { type Format, jsonObject, listOf, recordOf } from "./format.ts";

/** By `httpSourceName`: whose id `httpRequest.requestId` is. */
const requestIds = { APIGW: "extendedRequestId", CF: "edgeRequestId" } as const;

/**
 * AWS WAF's log. Of the headers it takes those that name the caller's program and the call, of the URI only the path.
 * Source: AWS WAF Developer Guide, "Log fields for web ACL traffic".
 */
export const firewallJson: Format = (text) => {
  const line = jsonObject(text);
  if (line === undefined || line["webaclId"] === undefined) return undefined;
  const request = recordOf(line["httpRequest"]);
  const header = (wanted: string) =>
    listOf(request["headers"])
      .map(recordOf)
      .find(({ name }) => String(name).toLowerCase() === wanted)?.["value"];
  const correlationId = String(header("x-correlation-id") ?? "");
  const source = line["httpSourceName"] as keyof typeof requestIds;
  const { action } = line;
  return {
    fields: {
      timestamp: line["timestamp"],
      action,
      rule: line["terminatingRuleId"],
      countedRules: listOf(line["nonTerminatingMatchingRules"]).map((rule) =>
        String(recordOf(rule)["ruleId"]),
      ),
      tags: listOf(line["labels"]).map((label) => String(recordOf(label)["name"])),
      status: line["responseCodeSent"] ?? (action === "BLOCK" ? 403 : undefined),
      ...(action === "BLOCK" && { errorType: "WAF_FILTERED" }),
      [requestIds[source] ?? "extendedRequestId"]: request["requestId"],
      ...(safeToken.test(correlationId) && { correlationId }),
      method: request["httpMethod"],
      path: request["uri"],
      host: header("host"),
      sourceIp: request["clientIp"],
      country: request["country"],
      userAgent: header("user-agent"),
    },
  };
};
