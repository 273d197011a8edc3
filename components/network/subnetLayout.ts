import { isIPv4 } from "node:net";
import { Address4 } from "ip-address";
import type { Rule } from "../shared/options.ts";

/** Prefix lengths of a VPC's parts. They never change: a change would replace subnets. */
export interface SubnetLayout {
  /** Of a zone's part, so that an additional zone takes the next part and moves no subnet. */
  readonly zone: number;
  /** Of the subnet that holds only a zone's NAT gateway. */
  readonly nat: number;
  /** Of the subnet of functions, load balancers and tasks. */
  readonly private: number;
  /** Of the subnet that can't reach anything outside the VPC. */
  readonly isolated: number;
}

/**
 * Ranges for networks without public addresses: RFC 1918, section 3, and RFC 6598, section 7. AWS accepts
 * others, but then the hosts that own these addresses can't be reached.
 */
const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

/**
 * A VPC's range. With a longer prefix, a subnet would be smaller than a /28, which AWS does not allow.
 * Source: Amazon VPC User Guide, "VPC CIDR blocks" and "Subnet CIDR blocks".
 */
export const vpcCidrBlock: Rule = (given, argument) => {
  const range = typeof given === "string" ? /^(.+)\/(1[678])$/.exec(given) : null;
  const [, address = "", prefix] = range ?? [];
  if (!isIPv4(address)) return fault(given, argument, "10.0.0.0/16");
  const block = new Address4(`${address}/${prefix}`);
  if (!privateRanges.some((outer) => block.isInSubnet(new Address4(outer)))) {
    return fault(given, argument, `10.0.0.0/${prefix}`);
  }
  // AWS's provider refuses other addresses of the range.
  const first = block.startAddress().address;
  return first === address ? [] : fault(given, argument, `${first}/${prefix}`);
};

const fault = (given: unknown, argument: string, such: string) => [
  {
    argument,
    given,
    allowed:
      `the first address of an IPv4 range in ${privateRanges.join(", ")}, with a prefix of /16, /17 or ` +
      "/18",
    fix: `Set it to a range such as ${such}.`,
  },
];

/**
 * Divides a VPC's range into zones and each zone into its subnets.
 *
 * A /16 gives each of four zones a /18, in it a /26 for NAT, a /20 for private and a /24 for
 * isolated subnets; a smaller VPC keeps the proportions.
 *
 * @param cidrBlock - the VPC's range, such as `10.0.0.0/16`
 */
export function subnetLayout(cidrBlock: string): SubnetLayout {
  const prefix = Number(cidrBlock.split("/")[1]);
  return { zone: prefix + 2, nat: prefix + 10, private: prefix + 4, isolated: prefix + 8 };
}
