import type { ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import { openedBy } from "./support/switches.ts";

const service = "aws:ec2/vpcEndpointService:VpcEndpointService";

/** Where each type names who may connect. */
const principals: Readonly<Record<string, string>> = {
  [service]: "allowedPrincipals",
  "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple": "principalArn",
};

/** Nobody connects to an endpoint service but whom its owner accepts. */
export const forbidOpenEndpointServices: ResourceRule = {
  name: "forbid-open-endpoint-services",
  description:
    "VPC endpoint services accept each connection by hand, and name who may ask for one.",
  why: "A service that accepts everybody puts what is behind it into any VPC of any account.",
  fix: "Set acceptanceRequired to true, and name accounts or roles in place of *.",
  equivalents: ["CKV_AWS_123"],
  types: Object.keys(principals),

  *check(resource: ResourceView): Iterable<Finding> {
    if (resource.type === service) {
      yield* openedBy(
        {
          exposed: "Who may ask for a connection to the service has it",
          property: "acceptanceRequired",
          closed: ["true"],
          closedByDefault: false,
        },
        resource,
      );
    }
    for (const { path, value } of resource.valuesAt(principals[resource.type]!)) {
      if (value !== "*") continue;
      const exposed = "Every account may ask for a connection to the service";
      yield { exposed, property: path, value };
    }
  },
};
