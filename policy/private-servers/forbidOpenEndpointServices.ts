import type { Finding, ResourceRule } from "../rule.ts";
import { openedBy } from "./support/switches.ts";

const service = "aws:ec2/vpcEndpointService:VpcEndpointService";

/** The property with the allowed principals, by type. */
const principals: Readonly<Record<string, string>> = {
  [service]: "allowedPrincipals",
  "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple": "principalArn",
};

/** Only connections that the owner accepts reach an endpoint service. */
export const forbidOpenEndpointServices: ResourceRule = {
  name: "forbid-open-endpoint-services",
  description:
    "VPC endpoint services approve each connection, and list the accounts or roles that may request one.",
  why: "A service that accepts everyone is reachable from any VPC of any account.",
  fix: "Set acceptanceRequired to true, and replace * with the ARNs of accounts or roles.",
  equivalents: ["CKV_AWS_123"],
  types: Object.keys(principals),

  *check(resource): Iterable<Finding> {
    if (resource.type === service) {
      yield* openedBy(
        {
          exposed: "Connections to the service are accepted without approval",
          property: "acceptanceRequired",
          closed: ["true"],
          closedByDefault: false,
        },
        resource,
      );
    }
    for (const { path, value } of resource.valuesAt(principals[resource.type]!)) {
      if (value !== "*") continue;
      const exposed = "Any account may request a connection to the service";
      yield { exposed, property: path, value };
    }
  },
};
