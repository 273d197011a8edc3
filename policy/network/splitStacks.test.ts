import assert from "node:assert/strict";
import { forbidPathsFromInternet } from "../private-servers/forbidPathsFromInternet.ts";
import { aws, judgeStack } from "../testing/judge.ts";
import { changedStack } from "../testing/stackTable.ts";
import { deployed, ref } from "./testing/declared.ts";
import { behindBalancer, openStack } from "./testing/openStack.ts";
import { closes, opens, undecided } from "./testing/ways.ts";

/**
 * Servers whose network is in another stack, or looked up: its ids are plain texts. What a public
 * address shows: "CreateLoadBalancer", Scheme, Elastic Load Balancing API Reference.
 */
const servers = openStack.filter(({ name }) => ["web-sg", "web"].includes(name));
const web = { subnetId: "subnet-0abc" };

describe("with a load balancer of another stack", () => {
  const arn = "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/shared/1";
  const shared = deployed(
    changedStack(behindBalancer, { edge: null, listener: { loadBalancerArn: arn } }),
  );

  it("is undecided", () => {
    const { violations, undecided } = judgeStack(forbidPathsFromInternet, shared);

    assert.deepEqual(violations, []);
    assert.match(undecided ?? "", /^This stack does not show whether arn:.* is internet-facing/);
  });

  it("is decided if load balancers are allowed doors, or it serves nothing", () => {
    const allowed = { allowedDoors: ["load-balancer"] };
    const fixed = deployed(
      changedStack(behindBalancer, {
        edge: null,
        listener: { loadBalancerArn: arn, defaultActions: [{ type: "fixed-response" }] },
      }),
    );

    assert.equal(judgeStack(forbidPathsFromInternet, shared, allowed).undecided, undefined);
    assert.equal(judgeStack(forbidPathsFromInternet, fixed).undecided, undefined);
  });
});

describe("with a network of another stack", () => {
  opens(servers, {
    "a public address of its own": [
      { web },
      "web",
      /^The internet may reach the instance "web": internet → subnet subnet-0abc, which is not in this stack → eni/,
    ],
    "a public address in the state": [
      { web: { ...web, associatePublicIpAddress: undefined, publicIp: "203.0.113.7" } },
      "web",
      /^The internet may reach the instance "web"/,
    ],
    "an Elastic IP address": [
      {
        web: { ...web, associatePublicIpAddress: false },
        add: [aws("ec2.Eip", "address", { instance: ref("web") })],
      },
      "web",
      /^The internet may reach the instance "web"/,
    ],
    "a public database": [
      {
        web: null,
        add: [
          aws("rds.Instance", "data", {
            dbSubnetGroupName: "shared",
            vpcSecurityGroupIds: [ref("web-sg")],
            publiclyAccessible: true,
          }),
        ],
      },
      "data",
      /^The internet may reach the database "data": internet → a subnet of subnet group shared/,
    ],
  });
  opens(openStack, {
    "routes of another stack": [
      { "public-1-table": { routeTableId: "rtb-1" } },
      "web",
      /^The internet may reach the instance "web": internet → subnet "public-1", with routes of another stack/,
    ],
  });
  opens(behindBalancer, {
    "an internet-facing load balancer, which needs public subnets": [
      { edge: { subnets: ["subnet-0abc", "subnet-0def"] } },
      "service",
      /^The internet reaches the service "service": internet → subnet subnet-0abc, which/,
    ],
  });
  closes(servers, {
    "no public address": { web: { ...web, associatePublicIpAddress: false } },
    "no public address in the state": {
      web: { ...web, associatePublicIpAddress: false, ipv6AddressCount: 0 },
    },
    "a security group that allows only others": [
      { web, "web-sg": { ingress: [] } },
      /sg "web-sg" allows nothing/,
    ],
  });
  undecided(servers, {
    "a subnet that may give addresses": [
      { web: { ...web, associatePublicIpAddress: undefined } },
      /whether it has a public address, and whether subnet subnet-0abc has a route to an internet gateway.*--with network\.json.*privateSubnets/,
    ],
    "security groups of another stack": [
      { web: { ...web, vpcSecurityGroupIds: ["sg-0abc"] }, "web-sg": null },
      /what sg sg-0abc allows/,
    ],
  });
  closes(
    servers,
    {
      "a subnet that is known to be private": [
        { web: { ...web, associatePublicIpAddress: true } },
        /subnet subnet-0abc is private by configuration/,
      ],
    },
    { privateSubnets: ["subnet-0abc"] },
  );
});
