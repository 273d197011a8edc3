import {
  type AddressSet,
  addressesOf,
  difference,
  families,
  type Family,
  intersection,
} from "../../model/addresses.ts";
import { textsAt } from "../reading.ts";
import type { RouteTable } from "../routeTables.ts";
import type { Subnet } from "../subnets.ts";
import type { End } from "./ends.ts";
import { aclGate, groupGate, type Peer, subnetPeer } from "./gates.ts";
import { blocked, carried, through, undecided, type Verdict } from "./verdict.ts";
import { wordsOfGroups, wordsOfSubnet } from "./words.ts";

/**
 * Whether the network carries TCP connections from one end to a port of another in the same VPC. A name
 * leads to any of an end's subnets, so each must be reachable from each: the verdict is the worst.
 *
 * IPv4 decides if both have it, as it does for most clients.
 *
 * Sources: Amazon VPC User Guide, "Security group rules" (responses pass), "Network ACLs" (stateless,
 * not applied within a subnet), "Route tables" (the local route).
 */
export function connection(from: End, to: End, port: number): Verdict {
  const pairs = from.subnets.flatMap((source) => to.subnets.map((target) => ({ source, target })));
  if (pairs.length === 0) return undecided("in which subnets it is");
  const verdicts = pairs.map(({ source, target }) => ({
    source,
    target,
    ...between(from, source, to, target, port),
  }));
  const closed = verdicts.filter(({ carries }) => carries === false);
  const [first] = closed;
  if (!first) return verdicts.find(({ carries }) => carries === undefined) ?? carried;
  const isPartial = closed.length < verdicts.length;
  const where = `(from ${wordsOfSubnet(first.source)} to ${wordsOfSubnet(first.target)}; other zones work)`;
  return isPartial ? blocked(`${first.reason} ${where}`) : blocked(first.reason);
}

function between(from: End, source: Subnet, to: End, target: Subnet, port: number): Verdict {
  const family: Family = families.find((one) => has(source, one) && has(target, one)) ?? "ipv4";
  const [sender, receiver] = [subnetPeer(source, family), subnetPeer(target, family)];
  const isSame = source === target;
  const acl = (...args: Parameters<typeof aclGate>) => (isSame ? carried : aclGate(...args));
  const ports = [port, port] as const;
  return through([
    () => sameVpc(source, target, family),
    () => groupGate(from, "egress", port, peerOf(to, receiver), family),
    () => acl(source, "egress", ports, receiver, family),
    () => acl(target, "ingress", ports, sender, family),
    () => groupGate(to, "ingress", port, peerOf(from, sender), family),
    () => acl(target, "egress", from.clientPorts, sender, family),
    () => acl(source, "ingress", from.clientPorts, receiver, family),
  ]);
}

const has = ({ addresses }: Subnet, family: Family): boolean => addresses[family].length > 0;

/** A rule names a peer's security groups, or its range if it has none. */
const peerOf = ({ groups, isOpen }: End, subnet: Peer): Peer =>
  isOpen || groups.groups.length === 0
    ? subnet
    : { ...subnet, groups, words: wordsOfGroups(groups) };

/** Inside a VPC, the local route leads everywhere, unless a more specific route leads to an appliance. */
function sameVpc(source: Subnet, target: Subnet, family: Family): Verdict {
  if (source.vpc === undefined || target.vpc === undefined) {
    return source === target ? carried : undecided("whether both are in one VPC");
  }
  if (source.vpc !== target.vpc) {
    const isRouted = source.tables.some((table) =>
      leadsTo(table, target.addresses[family], family),
    );
    return isRouted || source.tables.length === 0
      ? undecided("what lies between the two VPCs")
      : blocked(
          `${wordsOfSubnet(source)} and ${wordsOfSubnet(target)} are in different VPCs, and no route ` +
            `leads from one to the other. Add a peering connection or a transit gateway with routes`,
        );
  }
  const range = addressesOf(textsAt(source.vpc, vpcRange[family]))[family];
  const isDiverted = source.tables.some(({ routes }) =>
    routes.some(
      ({ sets }) =>
        intersection(sets[family], target.addresses[family]).length > 0 &&
        range.length > 0 &&
        difference(sets[family], range).length === 0,
    ),
  );
  return isDiverted ? undecided("what an appliance inside the VPC lets through") : carried;
}

const vpcRange: Readonly<Record<Family, string>> = {
  ipv4: "cidrBlock",
  ipv6: "ipv6CidrBlock",
};

const leadsTo = ({ routes, isComplete }: RouteTable, set: AddressSet, family: Family): boolean =>
  !isComplete ||
  set.length === 0 ||
  routes.some(
    ({ sets, target, isForUnknown }) =>
      target.kind !== "internet" && (isForUnknown || intersection(sets[family], set).length > 0),
  );
