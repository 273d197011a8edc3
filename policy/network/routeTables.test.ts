import { type Declared, ref } from "./testing/declared.ts";
import { https, openStack } from "./testing/openStack.ts";
import { closes, opens } from "./testing/ways.ts";

const route = (name: string, props: Record<string, unknown>): Declared => ({
  type: "aws:ec2/route:Route",
  name,
  props: { gatewayId: ref("gateway"), ...props },
});
const toInternet = { cidrBlock: "0.0.0.0/0", gatewayId: ref("gateway") };

describe("by routes", () => {
  opens(openStack, {
    "a route inside of its table": [
      { change: { out: null, public: { routes: [toInternet] } } },
      "web",
      /route 0\.0\.0\.0\/0 of/,
    ],
    "two halves of the internet": [
      {
        change: { out: { destinationCidrBlock: "0.0.0.0/1" } },
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
        change: {
          out: { destinationCidrBlock: undefined, destinationPrefixListId: ref("all") },
        },
        add: [
          {
            type: "aws:ec2/managedPrefixList:ManagedPrefixList",
            name: "all",
            props: { entries: [{ cidr: "0.0.0.0/0" }] },
          },
        ],
      },
      "web",
      /route 0\.0\.0\.0\/0 of/,
    ],
    "a main table": [
      {
        change: { "public-1-table": null },
        add: [
          {
            type: "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
            name: "main-table",
            props: { vpcId: ref("main"), routeTableId: ref("public") },
          },
        ],
      },
      "web",
      /of (public-id|route table "public")/,
    ],
    "the VPC's own table, managed": [
      {
        change: { "public-1-table": null, out: null, public: null },
        add: [
          {
            type: "aws:ec2/defaultRouteTable:DefaultRouteTable",
            name: "own",
            props: {
              defaultRouteTableId: ref("main", "defaultRouteTableId"),
              routes: [toInternet],
            },
          },
        ],
      },
      "web",
      /of (own-id|route table "own")/,
    ],
    "the VPC's own table, not managed": [
      {
        change: {
          "public-1-table": null,
          out: { routeTableId: ref("main", "mainRouteTableId") },
        },
      },
      "web",
      /of the main route table of vpc "main"/,
    ],
    "the default VPC's subnet": [
      {
        change: {
          "public-1-table": null,
          out: null,
          public: null,
          gateway: null,
          "public-1": null,
          web: { subnetId: ref("zone-a") },
        },
        add: [
          {
            type: "aws:ec2/defaultSubnet:DefaultSubnet",
            name: "zone-a",
            props: { availabilityZone: "us-east-1a" },
          },
        ],
      },
      "web",
      /the internet gateway of the default VPC → route 0\.0\.0\.0\/0/,
    ],
    "a gateway that is attached apart": [
      {
        change: { gateway: { vpcId: undefined } },
        add: [
          {
            type: "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment",
            name: "attached",
            props: { vpcId: ref("main"), internetGatewayId: ref("gateway") },
          },
        ],
      },
      "web",
      /route 0\.0\.0\.0\/0/,
    ],
    "a gateway of another stack": [
      { change: { gateway: null, out: { gatewayId: "igw-0abc" } } },
      "web",
      /internet → igw-0abc → route/,
    ],
    "IPv6 alone": [
      {
        change: {
          out: { destinationCidrBlock: undefined, destinationIpv6CidrBlock: "::/0" },
          "web-sg": { ingress: [https({ ipv6CidrBlocks: ["::/0"] })] },
          web: { ipv6AddressCount: 1, associatePublicIpAddress: false },
        },
      },
      "web",
      /route ::\/0 of .* allows tcp\/443 from ::\/0/,
    ],
  });
  closes(openStack, {
    "a route to a NAT gateway": [
      {
        change: { out: { gatewayId: undefined, natGatewayId: ref("nat") } },
        add: [{ type: "aws:ec2/natGateway:NatGateway", name: "nat", props: {} }],
      },
      /no route of subnet "public-1" leads/,
    ],
    "a route out for IPv6 only": [
      {
        change: {
          out: {
            gatewayId: undefined,
            destinationCidrBlock: undefined,
            destinationIpv6CidrBlock: "::/0",
            egressOnlyGatewayId: "eigw-1",
          },
          "web-sg": { ingress: [https({ ipv6CidrBlocks: ["::/0"] })] },
          web: { ipv6AddressCount: 1 },
        },
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
      {
        change: { out: { destinationCidrBlock: "203.0.113.0/24" } },
      },
      /no route of subnet "public-1" leads/,
    ],
    "a VPN gateway": [
      { change: { out: { gatewayId: "vgw-1" } } },
      /no route of subnet "public-1" leads/,
    ],
    "a table of another stack": [{ change: { "public-1-table": { routeTableId: "rtb-1" } } }],
    "a subnet of another stack": [{ change: { web: { subnetId: "subnet-1" } } }],
    "a managed main table that has no routes": [
      {
        change: { "public-1-table": null },
        add: [
          {
            type: "aws:ec2/defaultRouteTable:DefaultRouteTable",
            name: "own",
            props: { defaultRouteTableId: ref("main", "defaultRouteTableId"), routes: [] },
          },
        ],
      },
      /no route of subnet "public-1" leads/,
    ],
  });
});
