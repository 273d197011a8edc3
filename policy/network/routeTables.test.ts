import { aws } from "../testing/judge.ts";
import { ref } from "./testing/declared.ts";
import { https, openStack } from "./testing/openStack.ts";
import { closes, opens } from "./testing/ways.ts";

const route = (name: string, props: Record<string, unknown>) =>
  aws("ec2.Route", name, { gatewayId: ref("gateway"), ...props });
const toInternet = { cidrBlock: "0.0.0.0/0", gatewayId: ref("gateway") };

describe("by routes", () => {
  opens(openStack, {
    "a route inside of its table": [
      { out: null, public: { routes: [toInternet] } },
      "web",
      /route 0\.0\.0\.0\/0 of/,
    ],
    "two halves of the internet": [
      {
        out: { destinationCidrBlock: "0.0.0.0/1" },
        add: [
          route("other-half", {
            routeTableId: ref("public"),
            destinationCidrBlock: "128.0.0.0/1",
          }),
        ],
      },
      "web",
      /route (0\.0\.0\.0|128\.0\.0\.0)\/1 of/,
    ],
    "a prefix list of the stack": [
      {
        out: { destinationCidrBlock: undefined, destinationPrefixListId: ref("all") },
        add: [aws("ec2.ManagedPrefixList", "all", { entries: [{ cidr: "0.0.0.0/0" }] })],
      },
      "web",
      /route 0\.0\.0\.0\/0 of/,
    ],
    "a main table": [
      {
        "public-1-table": null,
        add: [
          aws("ec2.MainRouteTableAssociation", "main-table", {
            vpcId: ref("main"),
            routeTableId: ref("public"),
          }),
        ],
      },
      "web",
      /of (public-id|route table "public")/,
    ],
    "the VPC's own table, managed": [
      {
        "public-1-table": null,
        out: null,
        public: null,
        add: [
          aws("ec2.DefaultRouteTable", "own", {
            defaultRouteTableId: ref("main", "defaultRouteTableId"),
            routes: [toInternet],
          }),
        ],
      },
      "web",
      /of (own-id|route table "own")/,
    ],
    "the VPC's own table, not managed": [
      {
        "public-1-table": null,
        out: { routeTableId: ref("main", "mainRouteTableId") },
      },
      "web",
      /of the main route table of vpc "main"/,
    ],
    "the default VPC's subnet": [
      {
        "public-1-table": null,
        out: null,
        public: null,
        gateway: null,
        "public-1": null,
        web: { subnetId: ref("zone-a") },
        add: [aws("ec2.DefaultSubnet", "zone-a", { availabilityZone: "us-east-1a" })],
      },
      "web",
      /the internet gateway of the default VPC → route 0\.0\.0\.0\/0/,
    ],
    "a gateway that is attached apart": [
      {
        gateway: { vpcId: undefined },
        add: [
          aws("ec2.InternetGatewayAttachment", "attached", {
            vpcId: ref("main"),
            internetGatewayId: ref("gateway"),
          }),
        ],
      },
      "web",
      /route 0\.0\.0\.0\/0/,
    ],
    "a gateway of another stack": [
      { gateway: null, out: { gatewayId: "igw-0abc" } },
      "web",
      /internet → igw-0abc → route/,
    ],
    "IPv6 alone": [
      {
        out: { destinationCidrBlock: undefined, destinationIpv6CidrBlock: "::/0" },
        "web-sg": { ingress: [https({ ipv6CidrBlocks: ["::/0"] })] },
        web: { ipv6AddressCount: 1, associatePublicIpAddress: false },
      },
      "web",
      /route ::\/0 of .* allows tcp\/443 from ::\/0/,
    ],
  });
  closes(openStack, {
    "a route to a NAT gateway": [
      {
        out: { gatewayId: undefined, natGatewayId: ref("nat") },
        add: [aws("ec2.NatGateway", "nat")],
      },
      /no route of subnet "public-1" leads/,
    ],
    "a route out for IPv6 only": [
      {
        out: {
          gatewayId: undefined,
          destinationCidrBlock: undefined,
          destinationIpv6CidrBlock: "::/0",
          egressOnlyGatewayId: "eigw-1",
        },
        "web-sg": { ingress: [https({ ipv6CidrBlocks: ["::/0"] })] },
        web: { ipv6AddressCount: 1 },
      },
      /no route of subnet "public-1" leads/,
    ],
    "narrower routes that lead elsewhere": [
      {
        add: ["0.0.0.0/1", "128.0.0.0/1"].map((destinationCidrBlock, index) =>
          route(`nat-${index}`, {
            routeTableId: ref("public"),
            destinationCidrBlock,
            gatewayId: undefined,
            natGatewayId: "nat-1",
          }),
        ),
      },
      /no route of subnet "public-1" leads/,
    ],
    "a route to an office only": [
      { out: { destinationCidrBlock: "203.0.113.0/24" } },
      /no route of subnet "public-1" leads/,
    ],
    "a VPN gateway": [{ out: { gatewayId: "vgw-1" } }, /no route of subnet "public-1" leads/],
    "a managed main table that has no routes": [
      {
        "public-1-table": null,
        add: [
          aws("ec2.DefaultRouteTable", "own", {
            defaultRouteTableId: ref("main", "defaultRouteTableId"),
            routes: [],
          }),
        ],
      },
      /no route of subnet "public-1" leads/,
    ],
  });
});
