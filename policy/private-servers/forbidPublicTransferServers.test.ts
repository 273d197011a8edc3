import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidPublicTransferServers as rule } from "./forbidPublicTransferServers.ts";

testRule(rule, "aws:transfer/server:Server", {
  compliant: { endpointType: "VPC", endpointDetails: { vpcId: unknown, subnetIds: ["subnet-1"] } },
  passing: {
    "an endpoint that is made apart": {
      endpointType: "VPC_ENDPOINT",
      endpointDetails: { vpcEndpointId: unknown },
    },
  },
  failing: {
    "a public endpoint": { endpointType: "PUBLIC" },
    "no value": [{ endpointType: undefined, endpointDetails: undefined }, "endpointType"],
    "a public address in the VPC": [
      { endpointDetails: { vpcId: "vpc-1", addressAllocationIds: ["eipalloc-1"] } },
      "endpointDetails.addressAllocationIds",
    ],
    "a public address that is not known yet": [
      { endpointDetails: { vpcId: "vpc-1", addressAllocationIds: [unknown] } },
      "endpointDetails.addressAllocationIds",
    ],
  },
  undecided: { "its endpoint": { endpointType: unknown } },
});
