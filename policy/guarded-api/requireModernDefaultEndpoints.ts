import { isTrue, type ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import { readDocument } from "../model/openApi.ts";
import { isPrivate } from "./support/references.ts";

const property = "securityPolicy";

/**
 * The address that API Gateway gives an API takes TLS 1.2 or better, which it does only if told so.
 *
 * Source: API Gateway Developer Guide, "Supported security policies" (default: TLS_1_0 for Regional
 * and edge-optimized APIs, TLS_1_2 for private ones).
 */
export const requireModernDefaultEndpoints: ResourceRule = {
  name: "require-modern-default-endpoints",
  description: "The default endpoints of REST APIs take TLS 1.2 or better.",
  why: "Without a policy of its own, the default endpoint takes TLS 1.0, through which somebody in between reads and changes calls.",
  fix: 'Set it to a policy such as "SecurityPolicy_TLS13_1_2_2021_06", with the endpointAccessMode, or disable the default endpoint.',
  equivalents: [],
  level: "advisory",
  types: ["aws:apigateway/restApi:RestApi"],

  *check(api: ResourceView): Iterable<Finding> {
    if (api.isSet(property) || isTrue(api.valueAt("disableExecuteApiEndpoint"))) return;
    if (isPrivate(api)) return;
    const document = readDocument(api.valueAt("body"));
    if (!api.isKnown("body") || document?.["x-amazon-apigateway-security-policy"]) return;
    yield {
      exposed: "Clients may connect with TLS that is out of date",
      property,
      value: undefined,
    };
  },
};
