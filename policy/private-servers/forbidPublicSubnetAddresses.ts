import { isTrue } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";

const defaultSubnet = "aws:ec2/defaultSubnet:DefaultSubnet";

/**
 * No subnet assigns public IPv4 addresses. IPv6 is not checked here: every IPv6 address of a VPC is
 * public, even behind an egress-only gateway, and routes decide who can connect.
 */
export const forbidPublicSubnetAddresses: ResourceRule = {
  name: "forbid-public-subnet-addresses",
  description: "Subnets do not assign public IPv4 addresses.",
  why: "Every server that is started in such a subnet gets a public address, even if nobody asked for one.",
  fix: "Set mapPublicIpOnLaunch to false, and give a public address only to resources that need one, such as a NAT gateway.",
  equivalents: ["CKV_AWS_130", "subnet-auto-assign-public-ip-disabled"],
  types: ["aws:ec2/subnet:Subnet", defaultSubnet],

  *check(subnet): Iterable<Finding> {
    const absent = subnet.type === defaultSubnet;
    if (isTrue(subnet.valueAt("mapPublicIpOnLaunch", absent))) {
      yield {
        exposed: "Every server in the subnet gets a public IPv4 address",
        property: "mapPublicIpOnLaunch",
        value: subnet.valueAt("mapPublicIpOnLaunch"),
      };
    }
  },

  remediate(inputs) {
    if (!isTrue(inputs["mapPublicIpOnLaunch"])) return false;
    inputs["mapPublicIpOnLaunch"] = false;
    return true;
  },
};
