import assert from "node:assert/strict";
import fc from "fast-check";
import { forbidNearPathsFromInternet } from "../private-servers/forbidNearPathsFromInternet.ts";
import { forbidPathsFromInternet } from "../private-servers/forbidPathsFromInternet.ts";
import { aws, judgeStack, type Declared } from "../testing/judge.ts";
import { deployed, previewed, ref } from "./testing/declared.ts";

/** The internet in four quarters. */
const quarters = ["0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/2", "192.0.0.0/2"];
const quarter = fc.nat(3);
const ports = [80, 443] as const;
const port = fc.constantFrom(...ports);

/** A VPC with two subnets, two security groups and servers, each of which may be open or not. */
const stacks = fc.record({
  subnets: fc.array(
    fc.record({
      /** Quarters that its routes send to the internet gateway; the others have no route. */
      routed: fc.uniqueArray(quarter, { maxLength: 4 }),
      isOwnTable: fc.boolean(),
      gives: fc.boolean(),
      /** Rules of its network ACL in order; null for the default one. */
      acl: fc.option(
        fc.array(fc.record({ quarter, port, isAllow: fc.boolean() }), { maxLength: 5 }),
      ),
    }),
    { minLength: 2, maxLength: 2 },
  ),
  mainRouted: fc.uniqueArray(quarter, { maxLength: 4 }),
  groups: fc.array(fc.array(fc.record({ quarter, port }), { maxLength: 4 }), {
    minLength: 2,
    maxLength: 2,
  }),
  servers: fc.array(
    fc.record({
      subnet: fc.nat(1),
      groups: fc.subarray([0, 1], { minLength: 1 }),
      hasAddress: fc.option(fc.boolean()),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});
type Stack = typeof stacks extends fc.Arbitrary<infer S> ? S : never;

/** Simulates single packets from each quarter to a server, gate by gate. */
function gatesOf(stack: Stack, server: Stack["servers"][number]) {
  const subnet = stack.subnets[server.subnet]!;
  const routed = subnet.isOwnTable ? subnet.routed : stack.mainRouted;
  const isAllowed = (quarter: number, port: number): boolean =>
    subnet.acl === null ||
    subnet.acl.find((rule) => rule.quarter === quarter && rule.port === port)?.isAllow === true;
  const isLetIn = (quarter: number, port: number): boolean =>
    server.groups.some((group) =>
      stack.groups[group]!.some((rule) => rule.quarter === quarter && rule.port === port),
    );
  const packets = quarters.flatMap((_, quarter) => ports.map((port) => [quarter, port] as const));
  const address = server.hasAddress ?? subnet.gives;
  const route = routed.length > 0;
  const acl = packets.some(([quarter, port]) => isAllowed(quarter, port));
  const group = packets.some(([quarter, port]) => isLetIn(quarter, port));
  const both = packets.some(
    ([quarter, port]) =>
      (!route || routed.includes(quarter)) && isAllowed(quarter, port) && isLetIn(quarter, port),
  );
  return [address, route, acl, group, !acl || !group || both];
}

function declare(stack: Stack): Declared[] {
  const routes = (table: string, routed: readonly number[], own = ref(table)): Declared[] =>
    routed.map((quarter) =>
      aws("ec2.Route", `${table}-${quarter}`, {
        routeTableId: own,
        destinationCidrBlock: quarters[quarter],
        gatewayId: ref("gateway"),
      }),
    );
  const rule = (cidrBlock: number, port: number) => ({
    protocol: "tcp",
    fromPort: port,
    toPort: port,
    cidrBlock: quarters[cidrBlock],
  });
  return [
    aws("ec2.Vpc", "vpc"),
    aws("ec2.InternetGateway", "gateway", { vpcId: ref("vpc") }),
    ...routes("main", stack.mainRouted, ref("vpc", "mainRouteTableId")),
    ...stack.subnets.flatMap(({ routed, isOwnTable, gives, acl }, index): Declared[] => [
      aws("ec2.Subnet", `subnet-${index}`, { vpcId: ref("vpc"), mapPublicIpOnLaunch: gives }),
      aws("ec2.RouteTable", `table-${index}`, { vpcId: ref("vpc") }),
      ...routes(`table-${index}`, routed),
      ...(isOwnTable
        ? [
            aws("ec2.RouteTableAssociation", `association-${index}`, {
              subnetId: ref(`subnet-${index}`),
              routeTableId: ref(`table-${index}`),
            }),
          ]
        : []),
      ...(acl === null
        ? []
        : [
            aws("ec2.NetworkAcl", `acl-${index}`, {
              subnetIds: [ref(`subnet-${index}`)],
              // Rule numbers set the order.
              ingress: acl
                .map(({ quarter, port, isAllow }, place) => ({
                  ...rule(quarter, port),
                  ruleNo: 100 + place,
                  action: isAllow ? "allow" : "deny",
                }))
                .reverse(),
            }),
          ]),
    ]),
    ...stack.groups.map((rules, index) =>
      aws("ec2.SecurityGroup", `group-${index}`, {
        ingress: rules.map(({ quarter, port }) => {
          const { cidrBlock, ...traffic } = rule(quarter, port);
          return { ...traffic, cidrBlocks: [cidrBlock] };
        }),
      }),
    ),
    ...stack.servers.map(({ subnet, groups, hasAddress }, index) =>
      aws("ec2.Instance", `server-${index}`, {
        subnetId: ref(`subnet-${subnet}`),
        vpcSecurityGroupIds: groups.map((group) => ref(`group-${group}`)),
        ...(hasAddress === null ? {} : { associatePublicIpAddress: hasAddress }),
      }),
    ),
  ];
}

describe("the paths of a network", () => {
  for (const [form, make] of Object.entries({ deployed, previewed })) {
    it(`match a simulation of single packets, ${form}`, () => {
      let found = 0;
      fc.assert(
        fc.property(stacks, (stack) => {
          const closed = stack.servers.map(
            (server) => gatesOf(stack, server).filter((isOpen) => !isOpen).length,
          );
          const resources = make(declare(stack));
          const named = (rule: typeof forbidPathsFromInternet) =>
            judgeStack(rule, resources)
              .violations.map(({ urn }) => urn?.split("::").at(-1))
              .sort();
          const withClosed = (count: number) =>
            closed.flatMap((gates, index) => (gates === count ? [`server-${index}`] : []));

          assert.deepEqual(named(forbidPathsFromInternet), withClosed(0));
          assert.deepEqual(named(forbidNearPathsFromInternet), withClosed(1));
          found += withClosed(0).length;
        }),
        { numRuns: process.env["CI"] ? 150 : 50 },
      );
      assert.ok(found > 0, "No stack was open.");
    });
  }
});
