import {
  type Addresses,
  families,
  intersection,
  isWide,
  type Allowance,
} from "../model/addresses.ts";
import type { Gate } from "./gates.ts";
import type { Host } from "./hosts.ts";
import type { Place } from "./places.ts";
import type { RouteTable } from "./routeTables.ts";
import type { GroupRule } from "./securityGroups.ts";
import type { Subnet } from "./subnets.ts";

/** A host that forwards requests to targets. */
export interface Sender {
  readonly host: Host;
  /** Whether targets see the addresses of clients instead of the sender's. */
  readonly isClientSeen: boolean;
}

/**
 * The gates between a load balancer and a target. If it is unknown whether a gate is open, it
 * counts as open: an unreachable target would have no purpose.
 */
export function gatesBehind(sender: Sender, target: Host, allowed: Allowance): Gate[] {
  // A function has no place in a network: it is invoked.
  const isAnyOpen = (isOpen: (from: Place, to: Place) => boolean): boolean =>
    target.places.length === 0 ||
    sender.host.places.some((from) => target.places.some((to) => isOpen(from, to)));
  return [
    {
      isOpen: isAnyOpen((from, to) => letsIn(to, from, sender.isClientSeen, allowed)),
      obstacle: `its security groups allow nothing from ${sender.host.words}`,
    },
    {
      isOpen: isAnyOpen((from, to) => isRouted(from, to)),
      obstacle: `no route leads from ${sender.host.words} to its VPC`,
    },
  ];
}

function letsIn(to: Place, from: Place, isClientSeen: boolean, allowed: Allowance): boolean {
  const { groups, isEach, isComplete } = to.groups;
  if (to.isOpen || !isEach || !isComplete || groups.some((group) => !group.isComplete)) return true;
  return groups.some(({ rules }) =>
    rules.some(
      (rule) =>
        !rule.isComplete ||
        rule.unseenLists.length > 0 ||
        (rule.isSelf && sharesGroup(from, to)) ||
        letsMembersIn(rule, from) ||
        (isClientSeen ? letsInternetIn(rule, allowed) : letsSubnetIn(rule, from)),
    ),
  );
}

const sharesGroup = (one: Place, other: Place): boolean =>
  one.groups.groups.some((group) => other.groups.groups.includes(group));

function letsMembersIn(rule: GroupRule, from: Place): boolean {
  const { groups, isComplete, isEach } = rule.members();
  if (groups.length > 0 && !isEach) return true;
  return (
    groups.some((group) => from.groups.groups.includes(group)) ||
    (!isComplete && !from.groups.isComplete)
  );
}

const letsInternetIn = ({ addresses }: GroupRule, allowed: Allowance): boolean =>
  families.some((family) => isWide(family, addresses[family], allowed));

/** A load balancer has addresses in its subnets. */
function letsSubnetIn({ addresses }: GroupRule, { subnets }: Place): boolean {
  const hasAny = families.some((family) => addresses[family].length > 0);
  const known = subnets.subnets.map((subnet) => subnet.addresses).filter(isKnown);
  if (!hasAny || known.length === 0 || known.length < subnets.subnets.length) return hasAny;
  return known.some((own) =>
    families.some((family) => intersection(own[family], addresses[family]).length > 0),
  );
}

const isKnown = (addresses: Addresses): boolean =>
  families.some((family) => addresses[family].length > 0);

/**
 * Whether a place can reach another one by its private address. Connections from an internet
 * gateway cannot continue into a peered VPC, but those of a load balancer can. Source: "VPC peering
 * limitations", Amazon VPC Peering Guide.
 *
 * Source: "VPC peering limitations", Amazon VPC Peering Guide.
 */
function isRouted(from: Place, to: Place): boolean {
  const pairs = from.subnets.subnets.flatMap((start) =>
    to.subnets.subnets.map((end) => [start, end] as const),
  );
  return pairs.length === 0 || pairs.some(([start, end]) => isOneNetwork(start, end));
}

function isOneNetwork(start: Subnet, end: Subnet): boolean {
  if (start.vpc === undefined || end.vpc === undefined || start.vpc === end.vpc) return true;
  return start.tables.length === 0 || start.tables.some((table) => leadsTo(table, end));
}

const leadsTo = (table: RouteTable, { addresses }: Subnet): boolean =>
  !table.isComplete ||
  table.routes.some(({ target, sets, isForUnknown }) => {
    const isToVpc = target.kind === "other-vpc" || target.kind === "unknown";
    const isForIt =
      isForUnknown ||
      !isKnown(addresses) ||
      families.some((family) => intersection(sets[family], addresses[family]).length > 0);
    return isToVpc && isForIt;
  });
