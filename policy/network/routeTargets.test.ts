import { aws } from "../testing/judge.ts";
import { ref } from "./testing/declared.ts";
import { https, openStack } from "./testing/openStack.ts";
import { closes, opens, undecided } from "./testing/ways.ts";

/** The sources of all rows are in the table of `routeTargets.ts`. */
const firewall = aws("networkfirewall.Firewall", "firewall", { vpcId: ref("main") });
const endpoint = ref("firewall", "firewallEndpoint");
const viaFirewall = { gatewayId: undefined, vpcEndpointId: endpoint };
const entrance = (target: object) => [
  aws("ec2.RouteTable", "edge", { vpcId: ref("main") }),
  aws("ec2.Route", "in", {
    routeTableId: ref("edge"),
    destinationCidrBlock: "10.0.1.0/24",
    ...target,
  }),
  aws("ec2.RouteTableAssociation", "edge-table", {
    gatewayId: ref("gateway"),
    routeTableId: ref("edge"),
  }),
];
const nobody = /no route of subnet "public-1" leads to an internet gateway/;

describe("by what routes lead to", () => {
  opens(openStack, {
    "a firewall that the internet gateway leads to": [
      { out: viaFirewall, add: [firewall, ...entrance({ vpcEndpointId: endpoint })] },
      "web",
      /^The internet reaches .*: internet → .*gateway.* and .* → route 0\.0\.0\.0\/0 of/,
    ],
    "an appliance that the internet gateway leads to": [
      {
        out: { gatewayId: undefined, networkInterfaceId: ref("appliance") },
        add: [
          aws("ec2.NetworkInterface", "appliance", { subnetId: "subnet-1" }),
          ...entrance({ networkInterfaceId: ref("appliance") }),
        ],
      },
      "web",
      /^The internet reaches/,
    ],
    "a carrier gateway": [
      { out: { gatewayId: undefined, carrierGatewayId: "cagw-1" } },
      "web",
      /^The carrier's network reaches .*: carrier's network → carrier gateway cagw-1 → route/,
    ],
    "a local gateway": [
      { out: { gatewayId: undefined, localGatewayId: "lgw-1" } },
      "web",
      /^The network behind the local gateway reaches .* → local gateway lgw-1 → route/,
    ],
  });
  closes(openStack, {
    "a firewall for the way out only": [{ out: viaFirewall, add: [firewall] }, nobody],
    "an appliance beside the one that the internet gateway leads to": [
      {
        out: { gatewayId: undefined, networkInterfaceId: ref("nat") },
        add: [
          aws("ec2.NetworkInterface", "nat", { subnetId: "subnet-1" }),
          aws("ec2.NetworkInterface", "appliance", { subnetId: "subnet-1" }),
          ...entrance({ networkInterfaceId: ref("appliance") }),
        ],
      },
      nobody,
    ],
    "a NAT instance": [
      {
        out: { gatewayId: undefined, networkInterfaceId: ref("nat", "primaryNetworkInterfaceId") },
        add: [
          aws("ec2.Instance", "nat", {
            associatePublicIpAddress: false,
            subnetId: ref("public-1"),
            vpcSecurityGroupIds: [ref("nat-sg")],
          }),
          aws("ec2.SecurityGroup", "nat-sg", { vpcId: ref("main") }),
        ],
      },
      nobody,
    ],
    "a transit gateway": [{ out: { gatewayId: undefined, transitGatewayId: "tgw-1" } }, nobody],
    "a core network": [
      { out: { gatewayId: undefined, coreNetworkArn: "arn:aws:networkmanager::1:core-network/c" } },
      nobody,
    ],
    "a peered VPC": [{ out: { gatewayId: undefined, vpcPeeringConnectionId: "pcx-1" } }, nobody],
    "a carrier gateway for IPv4, while only IPv6 is allowed": [
      {
        out: { gatewayId: undefined, carrierGatewayId: "cagw-1" },
        "web-sg": { ingress: [https({ ipv6CidrBlocks: ["::/0"] })] },
      },
      /sg "web-sg" allows nothing/,
    ],
  });
  // The firewall and the internet gateway belong to a network of another stack.
  undecided(
    openStack.filter(({ name }) => name !== "gateway"),
    {
      "an endpoint, and an internet gateway of another stack": [
        { out: { gatewayId: undefined, vpcEndpointId: "vpce-0a1b2c3d" } },
        /web/,
      ],
    },
  );
});
