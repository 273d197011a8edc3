import { families, isWide } from "../model/addresses.ts";
import { allowanceOf, type InternetSettings, internetSettings } from "../model/internet.ts";
import type { ResourceView } from "../model/resourceView.ts";
import type { StackView } from "../model/stackView.ts";
import { readNetwork } from "../network/network.ts";
import type { Place } from "../network/places.ts";
import { named } from "../network/reading.ts";
import { internetRoute, type RouteTable, sentToInternet } from "../network/routeTables.ts";
import { internet } from "../network/routeTargets.ts";
import type { SubnetChoice } from "../network/subnets.ts";
import type { StackFinding, StackRule } from "../rule.ts";
import { privateSubnetsSetting, seeBoth } from "./support/unseen.ts";

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
 * address or an open security group alone opens nothing. Other rules cover load balancers. The
 * rule is undecided if a subnet or its routes are in another stack.
 */
export const requirePrivateSubnets: StackRule<Settings> = {
  name: "require-private-subnets",
  description: "Servers are in subnets without a route to an internet gateway.",
  why: "In a public subnet, one public address or one open security group, added by mistake, makes a server public.",
  fix: "Use private subnets, whose outbound traffic takes a NAT gateway, or an egress-only internet gateway for IPv6.",
  equivalents: ["rds-instance-subnet-igw-check"],
  settings: { ...internetSettings, privateSubnets: privateSubnetsSetting },

  *checkStack(stack, settings): Iterable<StackFinding> {
    const { hosts, subnets } = stack.derived(readNetwork);
    const inSubnets = [
      ...hosts.all().map(({ view, words, places }) => ({
        view,
        words,
        property: "subnets",
        choices: places.filter((place) => !isClosed(place)).map(({ subnets }) => subnets),
      })),
      ...Object.entries(inside).flatMap(([type, property]) =>
        stack.ofType(type).map((view) => ({
          view,
          words: named(type.split(":").at(-1)!, view),
          property,
          choices: [subnets.namedBy(view, property)],
        })),
      ),
    ];
    for (const server of inSubnets) {
      const finding = findingOf(server, settings);
      if (finding) yield finding;
      else missUnseen(stack, server, settings);
    }
  },
};

interface Settings extends InternetSettings {
  readonly privateSubnets: readonly string[];
}

/** A server, or what names the subnets of servers. */
interface InSubnets {
  readonly view: ResourceView;
  readonly words: string;
  readonly property: string;
  readonly choices: readonly SubnetChoice[];
}

/**
 * Whether security groups without any rule keep everybody out. An outbound connection is all that
 * such a server has; `forbid-near-paths-from-internet` names those with a public address.
 */
const isClosed = ({ isOpen, groups: { groups, isComplete } }: Place): boolean =>
  !isOpen &&
  isComplete &&
  groups.length > 0 &&
  groups.every((group) => group.isComplete && group.rules.length === 0);

/** One finding for each server, about its first public subnet. */
function findingOf(server: InSubnets, settings: Settings): StackFinding | undefined {
  const { view, words, property, choices } = server;
  const known = choices.flatMap(({ subnets, isEach }) => (isEach ? subnets : []));
  for (const subnet of known) {
    const [table, ...others] = subnet.tables;
    const route = table && others.length === 0 ? publicRoute(table, settings) : undefined;
    if (route === undefined) continue;
    const { origin, words: way } = route;
    const where =
      origin === internet ? "in a public subnet" : `in a subnet that the ${origin} reaches`;
    const detail = `${subnet.words} has the ${way}`;
    return {
      urn: view.urn,
      exposed: `The ${words} is ${where}`,
      property,
      value: undefined,
      detail,
    };
  }
  return undefined;
}

/** Notes a subnet whose routes the stack does not show. */
function missUnseen(stack: StackView, { words, choices }: InSubnets, settings: Settings): void {
  const subnets = choices.flatMap(({ subnets }) => subnets);
  const unseen = subnets.find(
    ({ id, tables }) =>
      tables.length === 0 && !(id !== undefined && settings.privateSubnets.includes(id)),
  );
  if (!unseen) return;
  stack.miss(
    `This stack does not show whether ${unseen.words}, which the ${words} uses, has a route to an internet gateway: ${seeBoth}`,
  );
}

/** Describes the route to the internet. */
function publicRoute(
  table: RouteTable,
  settings: Settings,
): { origin: string; words: string } | undefined {
  const allowed = allowanceOf(settings);
  for (const family of families) {
    const route = internetRoute(table, family);
    if (route?.target.kind !== "internet" || route.target.obstacle !== undefined) continue;
    if (!isWide(family, sentToInternet(table, family), allowed)) continue;
    const { origin, words } = route.target;
    return { origin, words: `route ${route.cidrs[0]} of ${table.words} to ${words}` };
  }
  return undefined;
}
