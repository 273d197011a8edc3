import { notKnown } from "../model/knownCopy.ts";
import type { Finding, ResourceRule } from "../rule.ts";

/** The endpoints in an endpoint group. */
const property = "endpointConfigurations.endpointId";

/**
 * Global Accelerator has no endpoints: it makes them public, including internal load balancers and
 * servers in private subnets.
 *
 * Source: AWS Global Accelerator Developer Guide, "Secure VPC connections in AWS Global Accelerator".
 */
export const forbidAccelerators: ResourceRule = {
  name: "forbid-accelerators",
  description: "Global Accelerator does not lead to servers.",
  why: "An accelerator has public addresses, and makes even an internal load balancer reachable from the internet.",
  fix: "Remove the endpoint, and let clients connect through API Gateway or CloudFront.",
  equivalents: [],
  types: [
    "aws:globalaccelerator/endpointGroup:EndpointGroup",
    "aws:globalaccelerator/customRoutingEndpointGroup:CustomRoutingEndpointGroup",
  ],

  *check(group): Iterable<Finding> {
    if (!group.isSet("endpointConfigurations")) return;
    const exposed = "The accelerator's endpoints are reachable from the internet";
    const [endpoint] = group.hintsAt(property);
    yield { exposed, property, value: endpoint ?? notKnown };
  },
};
