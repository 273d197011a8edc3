import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidElasticAddresses as rule } from "./forbidElasticAddresses.ts";

testRule(rule, "aws:ec2/eip:Eip", {
  compliant: { domain: "vpc", tags: unknown },
  failing: {
    "an instance": { instance: "i-1" },
    "an instance that is not known yet": { instance: unknown },
    "a network interface": [
      { networkInterface: "eni-1", associateWithPrivateIp: "10.0.0.10" },
      "networkInterface",
    ],
  },
});

testRule(rule, "aws:ec2/eipAssociation:EipAssociation", {
  compliant: { allocationId: unknown },
  failing: {
    "an instance that is not known yet": { instanceId: unknown },
    "a network interface": { networkInterfaceId: "eni-1" },
  },
});
