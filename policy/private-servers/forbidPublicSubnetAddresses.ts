import { isTrue, type ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";

const defaultSubnet = "aws:ec2/defaultSubnet:DefaultSubnet";

/**
 * No subnet gives a public IPv4 address to whatever is started in it. Every IPv6 address of a VPC is
 * one of the internet, those behind an egress-only gateway too: there, routes make the difference,
 * which are the matter of reachability.
 */
export const forbidPublicSubnetAddresses: ResourceRule = {
  name: "forbid-public-subnet-addresses",
  description: "Subnets give no public IPv4 addresses to what is started in them.",
  why: "Whatever is started in such a subnet has a public address, although nobody asked for it.",
  fix: "Set it to false; what needs a public address, such as a NAT gateway, is given its own.",
  equivalents: ["CKV_AWS_130", "subnet-auto-assign-public-ip-disabled"],
  types: ["aws:ec2/subnet:Subnet", defaultSubnet],

  *check(subnet: ResourceView): Iterable<Finding> {
    const absent = subnet.type === defaultSubnet;
    if (isTrue(subnet.valueAt("mapPublicIpOnLaunch", absent))) {
      yield {
        exposed: "Every server in the subnet gets a public IPv4 address",
        property: "mapPublicIpOnLaunch",
        value: subnet.valueAt("mapPublicIpOnLaunch"),
      };
    }
  },

  remediate(inputs: Record<string, unknown>): boolean {
    if (!isTrue(inputs["mapPublicIpOnLaunch"])) return false;
    inputs["mapPublicIpOnLaunch"] = false;
    return true;
  },
};
