import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidPublicSubnetAddresses as rule } from "./forbidPublicSubnetAddresses.ts";

testRule(rule, "aws:ec2/subnet:Subnet", {
  compliant: { vpcId: "vpc-1", mapPublicIpOnLaunch: false },
  passing: {
    "no value": { mapPublicIpOnLaunch: undefined },
    "IPv6 addresses, as behind an egress-only gateway": { assignIpv6AddressOnCreation: true },
    "a VPC that is not known yet": { vpcId: unknown },
  },
  failing: {
    "IPv4 addresses": { mapPublicIpOnLaunch: true },
    "IPv4 addresses, as Python writes it": { mapPublicIpOnLaunch: "True" },
    "IPv4 addresses in a VPC that is not known yet": [
      { vpcId: unknown, mapPublicIpOnLaunch: "true" },
      "mapPublicIpOnLaunch",
    ],
  },
  undecided: { "whether it gives addresses": { mapPublicIpOnLaunch: unknown } },
});

testRule(rule, "aws:ec2/defaultSubnet:DefaultSubnet", {
  compliant: { availabilityZone: "us-east-1a", mapPublicIpOnLaunch: false },
  failing: { "nothing said, as AWS has it": { mapPublicIpOnLaunch: undefined } },
});
