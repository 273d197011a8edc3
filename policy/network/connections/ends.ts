import type { ResourceView } from "../../model/resourceView.ts";
import { loadBalancerTypes } from "../loadBalancers.ts";
import type { Network } from "../network.ts";
import { flagAt, isGiven, type Ternary } from "../reading.ts";
import type { GroupChoice } from "../securityGroups.ts";
import type { Subnet } from "../subnets.ts";

/** An end of a connection: equal network interfaces in one or more subnets. */
export interface End {
  /** The subnets in which it has interfaces. */
  readonly subnets: readonly Subnet[];
  readonly groups: GroupChoice;
  /** Whether it has no security groups that could close it. */
  readonly isOpen: boolean;
  /** Whether it has public addresses. */
  readonly isPublic: Ternary;
  /** Ports of the connections that it opens, from and to. */
  readonly clientPorts: readonly [from: number, to: number];
}

/**
 * Source: Amazon VPC User Guide, "Custom network ACLs for your VPC", section "Ephemeral ports": of Elastic Load
 * Balancing, NAT gateways and Lambda. VPC links are AWS's own too.
 */
const portsOfAws = [1024, 65_535] as const;
/** The same page: of Linux kernels, including Amazon Linux. */
const portsOfLinux = [32_768, 60_999] as const;

const functionType = "aws:lambda/function:Function";
const serviceType = "aws:ecs/service:Service";
const linkType = "aws:apigatewayv2/vpcLink:VpcLink";
export const natType = "aws:ec2/natGateway:NatGateway";

const pathsOf: Readonly<Record<string, readonly [subnets: string, groups: string]>> = {
  [functionType]: ["vpcConfig.subnetIds", "vpcConfig.securityGroupIds"],
  [serviceType]: ["networkConfiguration.subnets", "networkConfiguration.securityGroups"],
  [linkType]: ["subnetIds", "securityGroupIds"],
  "aws:ec2/vpcEndpoint:VpcEndpoint": ["subnetIds", "securityGroupIds"],
};

/**
 * The interfaces of a function, a service's tasks, a VPC link (of the second version), an interface
 * endpoint or a load balancer.
 *
 * @returns undefined for what has none in a VPC
 */
export function endOf(network: Network, view: ResourceView): End | undefined {
  const [subnetPath, groupPath] = pathsOf[view.type] ?? [];
  if (subnetPath === undefined || groupPath === undefined) return ofBalancer(network, view);
  if (!isGiven(view, subnetPath)) return undefined;
  const { subnets } = network.subnets.namedBy(view, subnetPath);
  const isTask = view.type === serviceType;
  return {
    subnets,
    groups: groupsOf(network, view, groupPath, subnets),
    isOpen: false,
    isPublic: isTask ? flagAt(view, "networkConfiguration.assignPublicIp", false) : false,
    clientPorts: isTask ? portsOfLinux : portsOfAws,
  };
}

/** Interfaces that name no security group have the VPC's default one. */
function groupsOf(
  { groups }: Network,
  view: ResourceView,
  path: string,
  [subnet]: readonly Subnet[],
): GroupChoice {
  if (isGiven(view, path)) return groups.namedBy(view, path);
  const own = subnet?.vpc ? [groups.defaultOf(subnet.vpc)] : [];
  return { groups: own, isEach: true, isComplete: own.length > 0 };
}

function ofBalancer(network: Network, view: ResourceView): End | undefined {
  if (!loadBalancerTypes.includes(view.type)) return undefined;
  const [place] = network.loadBalancers.of(view).places;
  const { subnets, groups, isOpen } = place!;
  const isPublic = flagAt(view, "internal", false) === false;
  return { subnets: subnets.subnets, groups, isOpen, isPublic, clientPorts: portsOfAws };
}

/** The interface of a NAT gateway. Its network ACLs see it as any other; it has no security group. */
export const endOfNat = (network: Network, nat: ResourceView): End => ({
  subnets: network.subnets.namedBy(nat, "subnetId").subnets,
  groups: { groups: [], isEach: true, isComplete: true },
  isOpen: true,
  isPublic: true,
  clientPorts: portsOfAws,
});
