import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidPublicSubnetAddresses as rule } from "./forbidPublicSubnetAddresses.ts";

describe("forbid-public-subnet-addresses", () => {
  testRule(rule, {
    compliant: {
      type: "aws:ec2/subnet:Subnet",
      props: { vpcId: "vpc-1", mapPublicIpOnLaunch: false, assignIpv6AddressOnCreation: false },
    },
    passing: {
      "nothing said": { mapPublicIpOnLaunch: undefined, assignIpv6AddressOnCreation: undefined },
      "a VPC that is not known yet": { vpcId: unknown },
    },
    failing: {
      "IPv4 addresses": [{ mapPublicIpOnLaunch: true }, "mapPublicIpOnLaunch"],
      "IPv6 addresses": [{ assignIpv6AddressOnCreation: true }, "assignIpv6AddressOnCreation"],
      "IPv6 addresses, the others unknown": [
        { mapPublicIpOnLaunch: unknown, assignIpv6AddressOnCreation: true },
        "assignIpv6AddressOnCreation",
      ],
    },
    undecided: {
      "whether it gives IPv4 addresses": { mapPublicIpOnLaunch: unknown },
      "whether it gives IPv6 addresses": { assignIpv6AddressOnCreation: unknown },
    },
  });

  testRule(rule, {
    compliant: {
      type: "aws:ec2/defaultSubnet:DefaultSubnet",
      props: { availabilityZone: "us-east-1a", mapPublicIpOnLaunch: false },
    },
    failing: {
      "nothing said, as AWS has it": [{ mapPublicIpOnLaunch: undefined }, "mapPublicIpOnLaunch"],
    },
  });
});
