import { isTrue } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import { readDocument } from "../model/openApi.ts";
import { isPrivate } from "./support/references.ts";

const property = "securityPolicy";

/**
 * The default endpoint requires TLS 1.2 or later, which it does only if configured.
 *
 * Source: API Gateway Developer Guide, "Supported security policies" (default: TLS_1_0 for Regional
 * and edge-optimized APIs, TLS_1_2 for private ones).
 */
export const requireModernDefaultEndpoints: ResourceRule = {
  name: "require-modern-default-endpoints",
  description: "Default endpoints of REST APIs require TLS 1.2 or later.",
  why: "By default, the endpoint accepts TLS 1.0, which lets an attacker on the network read and change requests.",
  fix: 'Set securityPolicy to a policy such as "SecurityPolicy_TLS13_1_2_2021_06", together with endpointAccessMode, or disable the default endpoint.',
  equivalents: [],
  level: "advisory",
  types: ["aws:apigateway/restApi:RestApi"],
  excuses: ["disableExecuteApiEndpoint", "endpointConfiguration.types"],

  *check(api): Iterable<Finding> {
    if (api.isSet(property) || isTrue(api.valueAt("disableExecuteApiEndpoint"))) return;
    if (isPrivate(api)) return;
    const document = readDocument(api.valueAt("body"));
    if (!api.isKnown("body") || document?.["x-amazon-apigateway-security-policy"]) return;
    yield {
      exposed: "Clients may connect with an outdated TLS version",
      property,
      value: undefined,
    };
  },
};
