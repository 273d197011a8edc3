import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidAccelerators as rule } from "./forbidAccelerators.ts";

for (const type of [
  "aws:globalaccelerator/endpointGroup:EndpointGroup",
  "aws:globalaccelerator/customRoutingEndpointGroup:CustomRoutingEndpointGroup",
]) {
  testRule(rule, type, {
    compliant: { listenerArn: unknown, endpointConfigurations: [] },
    failing: {
      "a load balancer": [
        { endpointConfigurations: [{ endpointId: "arn:aws:elasticloadbalancing:::x" }] },
        "endpointConfigurations.endpointId",
      ],
      "a server that is not known yet": [
        { endpointConfigurations: [{ endpointId: unknown }] },
        "endpointConfigurations.endpointId",
      ],
      "servers that are not known yet": [
        { endpointConfigurations: unknown },
        "endpointConfigurations.endpointId",
      ],
    },
  });
}
