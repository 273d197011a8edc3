import { ComponentArgumentError } from "../shared/errors.ts";

/** Prefix lengths of a VPC's parts. They are fixed from day one: changing one replaces subnets. */
export interface SubnetLayout {
  /** Of a zone's share, so that a further zone takes the next share and moves nobody. */
  readonly zone: number;
  /** Of the subnet that holds a zone's NAT gateway and nothing else. */
  readonly nat: number;
  /** Of the subnet in which functions, load balancers and tasks live. */
  readonly private: number;
  /** Of the subnet with no way out of the VPC. */
  readonly isolated: number;
}

/** A load balancer needs two zones; four fit a VPC, whose range is cut into quarters. */
export const minZones = 2;
export const maxZones = 4;

/**
 * Cuts a VPC's range into zones and each zone into its subnets.
 *
 * A /16 gives each of four zones a /18, in it a /26 for NAT, a /20 for private and a /24 for
 * isolated subnets; a smaller VPC keeps the proportions.
 *
 * @param component - who asks, for the error
 * @param cidrBlock - the VPC's range, such as `10.0.0.0/16`; its prefix is 16 to 18, because AWS
 *   allows no subnet smaller than a /28
 * @throws ComponentArgumentError when it is no IPv4 range of such a size
 */
export function subnetLayout(component: string, cidrBlock: string): SubnetLayout {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidrBlock);
  const prefix = Number(match?.[5]);
  const validAddress = match?.slice(1, 5).every((octet) => Number(octet) <= 255);
  if (!validAddress || prefix < 16 || prefix > 18) {
    throw new ComponentArgumentError({
      component,
      argument: "cidrBlock",
      given: cidrBlock,
      allowed: "an IPv4 range with a prefix of /16, /17 or /18",
      fix: "Set it to a range such as 10.0.0.0/16.",
    });
  }
  return { zone: prefix + 2, nat: prefix + 10, private: prefix + 4, isolated: prefix + 8 };
}
