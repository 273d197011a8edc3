import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidElasticAddresses as rule } from "./forbidElasticAddresses.ts";

describe("forbid-elastic-addresses", () => {
  testRule(rule, {
    compliant: { type: "aws:ec2/eip:Eip", props: { domain: "vpc", tags: unknown } },
    failing: {
      "an instance": [{ instance: "i-1" }, "instance"],
      "an instance that is not known yet": [{ instance: unknown }, "instance"],
      "a network interface": [
        { networkInterface: "eni-1", associateWithPrivateIp: "10.0.0.10" },
        "networkInterface",
      ],
    },
  });

  testRule(rule, {
    compliant: { type: "aws:ec2/eipAssociation:EipAssociation", props: { allocationId: unknown } },
    failing: {
      "an instance that is not known yet": [{ instanceId: unknown }, "instanceId"],
      "a network interface": [{ networkInterfaceId: "eni-1" }, "networkInterfaceId"],
    },
  });
});
