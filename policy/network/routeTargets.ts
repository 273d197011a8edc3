import type { ResourceView } from "../model/resourceView.ts";
import type { StackView } from "../model/stackView.ts";
import { elementsOf, idOf, isGiven, named, textsAt } from "./reading.ts";

/**
 * The target of a route, and who can connect through it.
 *
 * | target | who can connect | source |
 * | --- | --- | --- |
 * | internet gateway | the internet | Amazon VPC User Guide, "Enable internet access for a VPC using an internet gateway" |
 * | firewall or Gateway Load Balancer endpoint, network interface | the internet, if the route table of an internet gateway leads to the same target. Otherwise it is a NAT device or an inspection on the way out: "asymmetric routing is not supported" | "Gateway route tables" |
 * | carrier gateway | all devices in the carrier's network, but not the internet | "Carrier gateways" |
 * | local gateway | the networks behind it, which may be the internet: its addresses are the customer's own | AWS Outposts User Guide, "Local gateways" |
 * | NAT gateway, egress-only gateway | nobody | "NAT gateways", "Egress-only internet gateways" |
 * | peering, transit gateway, core network, VPN gateway | other networks; no internet gateway leads through them | "VPC peering limitations" |
 */
export type Target =
  | {
      readonly kind: "internet";
      /** Who can connect, as the subject of a sentence. */
      readonly origin: string;
      readonly words: string;
      readonly obstacle: string | undefined;
    }
  | { readonly kind: "other-vpc" | "elsewhere" | "unknown" };

export const internet = "internet";

const internetGateway = "aws:ec2/internetGateway:InternetGateway";
const gatewayAttachment = "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment";
const association = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const routeTable = "aws:ec2/routeTable:RouteTable";
const route = "aws:ec2/route:Route";
/** Other resources that routes name by `gatewayId`. */
const otherGateways = ["aws:ec2/vpnGateway:VpnGateway", "aws:ec2/vpcEndpoint:VpcEndpoint"];

/** Targets that pass on what they receive. */
const appliances = ["vpcEndpointId", "networkInterfaceId"] as const;
const otherVpcs = ["vpcPeeringConnectionId", "transitGatewayId", "coreNetworkArn"];

/** The target of a route. */
export function targetOf(stack: StackView, view: ResourceView): Target {
  if (isGiven(view, "gatewayId")) return gatewayTarget(stack, view);
  if (isGiven(view, "carrierGatewayId")) {
    return outside(view, "carrierGatewayId", "carrier gateway", "carrier's network");
  }
  if (isGiven(view, "localGatewayId")) {
    return outside(view, "localGatewayId", "local gateway", "network behind the local gateway");
  }
  if (appliances.some((path) => isGiven(view, path))) return applianceTarget(stack, view);
  return { kind: otherVpcs.some((path) => isGiven(view, path)) ? "other-vpc" : "elsewhere" };
}

function outside(view: ResourceView, path: string, noun: string, origin: string): Target {
  const [id] = textsAt(view, path);
  return {
    kind: "internet",
    origin,
    words: id === undefined ? `a ${noun}` : `${noun} ${id}`,
    obstacle: undefined,
  };
}

/** Target of a route that names a gateway. */
function gatewayTarget(stack: StackView, view: ResourceView): Target {
  const path = "gatewayId";
  const { resources, isEach } = stack.references(view, path, internetGateway, ...otherGateways);
  // Inline routes share one list of dependencies; most of them name a single gateway.
  const gateways = resources.filter(({ type }) => type === internetGateway);
  const gateway = gateways[0];
  if (gateway && (isEach || gateways.length === resources.length)) return through(stack, gateway);
  if (resources.length > 0) return { kind: gateway ? "unknown" : "elsewhere" };
  const [id] = textsAt(view, path);
  if (id === undefined) return { kind: "unknown" };
  if (!id.startsWith("igw-")) return { kind: "elsewhere" };
  return { kind: "internet", origin: internet, words: id, obstacle: undefined };
}

function through(stack: StackView, gateway: ResourceView): Target {
  const isAttached =
    isGiven(gateway, "vpcId") ||
    stack.referring(gateway, gatewayAttachment, "internetGatewayId").length > 0;
  const obstacle = isAttached
    ? undefined
    : `${named("internet gateway", gateway)} is not attached to a VPC`;
  return { kind: "internet", origin: internet, words: idOf(gateway, "internet gateway"), obstacle };
}

/** Target of a route that names an endpoint or a network interface. */
function applianceTarget(stack: StackView, view: ResourceView): Target {
  const keys = applianceKeys(view);
  const entrance = stack
    .derived(entrances)
    .find((one) => one.appliances.some((key) => keys.includes(key)));
  if (!entrance) {
    // The route table of an internet gateway that is not in the stack may lead to the same target.
    return { kind: stack.ofType(internetGateway).length === 0 ? "unknown" : "elsewhere" };
  }
  const [id] = appliances.flatMap((path) => textsAt(view, path));
  const words = `${entrance.words} and ${id ?? "an appliance"}`;
  return { kind: "internet", origin: internet, words, obstacle: undefined };
}

/** An internet gateway with a route table of its own, and the appliances that this table names. */
interface Entrance {
  readonly words: string;
  readonly appliances: readonly string[];
}

const entrances = (stack: StackView): readonly Entrance[] =>
  stack
    .ofType(association)
    .filter((one) => isGiven(one, "gatewayId"))
    .flatMap((one) => {
      const [gateway] = stack.referred(one, "gatewayId", internetGateway);
      const [id] = textsAt(one, "gatewayId");
      // Virtual private gateways have route tables too.
      if (!gateway && !id?.startsWith("igw-")) return [];
      const routes = stack
        .referred(one, "routeTableId", routeTable)
        .flatMap((table) => [
          ...elementsOf(table, "routes"),
          ...stack.referring(table, route, "routeTableId"),
        ]);
      return [
        {
          words: gateway ? idOf(gateway, "internet gateway") : id!,
          appliances: routes.flatMap(applianceKeys),
        },
      ];
    });

/** The ids of appliances in a route, or the resources that have them while they are unknown. */
const applianceKeys = (view: ResourceView): string[] =>
  appliances.flatMap((path) => {
    const texts = textsAt(view, path);
    if (texts.length > 0 || !isGiven(view, path)) return texts;
    const origins = view.dependenciesOf(path);
    // Each zone's endpoint of a firewall has its own id, which a preview does not show.
    return origins.filter((urn) => applianceType.test(urn.split("::")[2] ?? ""));
  });

const applianceType = /firewall:Firewall|[eE]ndpoint|networkInterface:|ec2\/instance:/;
