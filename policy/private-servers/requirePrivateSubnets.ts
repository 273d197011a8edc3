import { families, isWide, type PrefixLengths, widestSetting } from "../model/addresses.ts";
import type { ResourceView } from "../model/resourceView.ts";
import type { StackView } from "../model/stackView.ts";
import { readNetwork } from "../network/network.ts";
import { internetRoute, type RouteTable, sentToInternet } from "../network/routeTables.ts";
import type { Subnet, Subnets } from "../network/subnets.ts";
import type { StackFinding, StackRule } from "../rule.ts";

/** Types without a public address of their own, with the property of their subnets. */
const inside: Readonly<Record<string, string>> = {
  "aws:lambda/function:Function": "vpcConfig.subnetIds",
  "aws:rds/subnetGroup:SubnetGroup": "subnetIds",
  "aws:docdb/subnetGroup:SubnetGroup": "subnetIds",
  "aws:neptune/subnetGroup:SubnetGroup": "subnetIds",
  "aws:redshift/subnetGroup:SubnetGroup": "subnetIds",
  "aws:dms/replicationSubnetGroup:ReplicationSubnetGroup": "subnetIds",
  "aws:elasticache/subnetGroup:SubnetGroup": "subnetIds",
  "aws:memorydb/subnetGroup:SubnetGroup": "subnetIds",
  "aws:opensearch/domain:Domain": "vpcOptions.subnetIds",
  "aws:efs/mountTarget:MountTarget": "subnetId",
  // Its load balancer is in the same subnets as its tasks.
  "aws:ecs/expressGatewayService:ExpressGatewayService": "networkConfigurations.subnets",
};

/**
 * Servers and data stores are in subnets without a route to an internet gateway, so that a public
 * address or an open security group alone opens nothing. Other rules cover load balancers. There is
 * no finding if a subnet or its routes are in another stack.
 */
export const requirePrivateSubnets: StackRule<{ widest: PrefixLengths }> = {
  name: "require-private-subnets",
  description: "Servers are in subnets without a route to an internet gateway.",
  why: "In a public subnet, one public address or one open security group, added by mistake, makes a server public.",
  fix: "Use private subnets, whose outbound traffic takes a NAT gateway, or an egress-only internet gateway for IPv6.",
  equivalents: ["rds-instance-subnet-igw-check"],
  settings: { widest: widestSetting },

  *checkStack(stack, { widest }): Iterable<StackFinding> {
    const { hosts, subnets } = stack.derived(readNetwork);
    for (const { view, words, places } of hosts.all()) {
      const known = places.flatMap((place) => (place.subnets.isEach ? place.subnets.subnets : []));
      yield* finding(view, words, known, widest);
    }
    for (const [view, path] of servers(stack)) {
      const known = knownSubnets(subnets, view, path);
      yield* finding(view, `${view.type.split(":").at(-1)} "${view.name}"`, known, widest, path);
    }
  },
};

const servers = (stack: StackView) =>
  Object.entries(inside).flatMap(([type, path]) =>
    stack.ofType(type).map((view) => [view, path] as const),
  );

function knownSubnets(subnets: Subnets, view: ResourceView, path: string): readonly Subnet[] {
  const { subnets: named, isEach } = subnets.namedBy(view, path);
  return isEach ? named : [];
}

/** One finding for each server, about its first public subnet. */
function* finding(
  view: ResourceView,
  words: string,
  subnets: readonly Subnet[],
  widest: PrefixLengths,
  property = "subnets",
): Iterable<StackFinding> {
  for (const subnet of subnets) {
    const [table, ...others] = subnet.tables;
    const route = table && others.length === 0 ? publicRoute(table, widest) : undefined;
    if (route === undefined) continue;
    yield {
      urn: view.urn,
      exposed: `The ${words} is in a public subnet`,
      property,
      value: undefined,
      detail: `${subnet.words} has the ${route}`,
    };
    return;
  }
}

/** Describes the route to the internet. */
function publicRoute(table: RouteTable, widest: PrefixLengths): string | undefined {
  for (const family of families) {
    const route = internetRoute(table, family);
    if (route?.target.kind !== "internet" || route.target.obstacle !== undefined) continue;
    if (!isWide(family, sentToInternet(table, family), widest)) continue;
    return `route ${route.cidrs[0]} of ${table.words} to ${route.target.words}`;
  }
  return undefined;
}
