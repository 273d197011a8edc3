import { notKnown } from "../model/knownCopy.ts";
import type { ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";

/** What a group of endpoints leads to. */
const property = "endpointConfigurations.endpointId";

/**
 * Global Accelerator leads nowhere: whatever it leads to is public, internal load balancers too, and
 * so are servers in private subnets.
 *
 * Source: AWS Global Accelerator Developer Guide, "Secure VPC connections in AWS Global Accelerator".
 */
export const forbidAccelerators: ResourceRule = {
  name: "forbid-accelerators",
  description: "Global Accelerator leads to no server.",
  why: "An accelerator has public addresses of its own, and takes the internet even to an internal load balancer.",
  fix: "Take the endpoint away; a regional or edge-optimized API is reached through API Gateway or CloudFront.",
  equivalents: [],
  types: [
    "aws:globalaccelerator/endpointGroup:EndpointGroup",
    "aws:globalaccelerator/customRoutingEndpointGroup:CustomRoutingEndpointGroup",
  ],

  *check(group: ResourceView): Iterable<Finding> {
    if (!group.isSet("endpointConfigurations")) return;
    const exposed = "The internet reaches what the accelerator leads to";
    const [endpoint] = group.hintsAt(property);
    yield { exposed, property, value: endpoint ?? notKnown };
  },
};
