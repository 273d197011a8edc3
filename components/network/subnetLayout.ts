import { isIPv4 } from "node:net";
import { check } from "../shared/options.ts";

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

/** A VPC's range. With a longer prefix, a subnet would be smaller than a /28, which AWS does not allow. */
export const vpcCidrBlock = check(
  (value) =>
    typeof value === "string" && /\/1[678]$/.test(value) && isIPv4(value.slice(0, -"/16".length)),
  "an IPv4 range with a prefix of /16, /17 or /18",
  "Set it to a range such as 10.0.0.0/16.",
);

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
