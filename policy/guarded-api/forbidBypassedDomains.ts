import { isTrue, type ResourceView } from "../model/resourceView.ts";
import type { StackFinding, StackRule } from "../rule.ts";
import { closesDefaultEndpoint, readDocument } from "../model/openApi.ts";
import { apisAt, isPrivate } from "./support/references.ts";

/** The property by which each type of mapping names its API. */
const mappings: Readonly<Record<string, string>> = {
  "aws:apigateway/basePathMapping:BasePathMapping": "restApi",
  "aws:apigatewayv2/apiMapping:ApiMapping": "apiId",
  "aws:apigatewayv2/routingRule:RoutingRule": "actions.invokeApi.apiId",
};

const property = "disableExecuteApiEndpoint";

/** An API with a custom domain is reachable only through that domain. */
export const forbidBypassedDomains: StackRule = {
  name: "forbid-bypassed-domains",
  description: "APIs with a custom domain have no default endpoint.",
  why: "Callers of the default endpoint bypass the custom domain: its TLS policy, client certificates, health checks and distribution.",
  fix: "Set disableExecuteApiEndpoint to true.",
  equivalents: [],

  *checkStack(stack): Iterable<StackFinding> {
    const mapped = Object.entries(mappings).flatMap(([type, path]) =>
      stack.ofType(type).flatMap((mapping) => apisAt(stack, mapping, path)),
    );
    for (const api of new Set(mapped)) {
      // A private API is reachable only from a VPC, by any name.
      if (isPrivate(api) || !isOpen(api)) continue;
      const exposed = "The default endpoint bypasses the API's custom domain";
      yield { urn: api.urn, exposed, property, value: api.valueAt(property) };
    }
  },
};

/** Whether an API is known to have its default endpoint. */
function isOpen(api: ResourceView): boolean {
  const isDisabled = api.valueAt(property, false);
  if (isDisabled === undefined || isTrue(isDisabled)) return false;
  const document = readDocument(api.valueAt("body"));
  return api.isKnown("body") && !(document && closesDefaultEndpoint(document));
}
