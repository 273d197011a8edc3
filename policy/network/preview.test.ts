import assert from "node:assert/strict";
import { forbidNearPathsFromInternet } from "../private-servers/forbidNearPathsFromInternet.ts";
import { forbidPathsFromInternet } from "../private-servers/forbidPathsFromInternet.ts";
import { aws, judgeStack, type Declared } from "../testing/judge.ts";
import { changedStack } from "../testing/stackTable.ts";
import { unknown } from "../testing/ruleTable.ts";
import { previewed, ref } from "./testing/declared.ts";
import { https, openStack } from "./testing/openStack.ts";

const service = aws("ecs.Service", "tasks", {
  networkConfiguration: {
    subnets: unknown,
    securityGroups: [unknown],
    assignPublicIp: true,
  },
});
const subnet = (name: string, table: string) => [
  aws("ec2.Subnet", name, { vpcId: ref("main"), cidrBlock: "10.0.9.0/24" }),
  aws("ec2.RouteTableAssociation", `${name}-table`, {
    subnetId: ref(name),
    routeTableId: ref(table),
  }),
];
const network = previewed(
  changedStack(openStack, {
    web: null,
    add: [
      ...subnet("public-2", "public"),
      aws("ec2.RouteTable", "private", { vpcId: ref("main") }),
      ...subnet("private-2", "private"),
    ],
  }),
);

/** Findings about tasks whose subnet list depends on these resources. */
function judged(madeOf: readonly string[], more: readonly Declared[] = []) {
  const dependencies = { networkConfiguration: [...madeOf, "web-sg"] };
  const stack = [...network, { ...service, dependencies }, ...more];
  const rules = [forbidPathsFromInternet, forbidNearPathsFromInternet];
  const [open, near] = rules.map((rule) => judgeStack(rule, stack).violations.length);
  return { open, near };
}

describe("a network in the preview of a new stack", () => {
  it("is open if each subnet of an unknown list is open", () => {
    assert.deepEqual(judged(["public-1", "public-2"]), { open: 1, near: 0 });
  });

  it("is one change away if the most closed subnet of an unknown list is", () => {
    assert.deepEqual(judged(["public-1", "private-2"]), { open: 0, near: 1 });
    assert.deepEqual(judged(["private-2"]), { open: 0, near: 1 });
  });

  it("may be open if its subnets are in another stack, but it has a public address", () => {
    assert.deepEqual(judged([]), { open: 1, near: 0 });
  });

  it("is empty if the provider fills it in later", () => {
    const computed = {
      publicIp: unknown,
      ipv6Addresses: unknown,
      securityGroups: unknown,
      primaryNetworkInterface: unknown,
      networkInterfaces: unknown,
      associatePublicIpAddress: unknown,
    };
    const stack = previewed(
      changedStack(openStack, {
        web: { ...computed },
        "public-1": { mapPublicIpOnLaunch: true },
        public: { routes: unknown },
      }),
    );

    assert.equal(judgeStack(forbidPathsFromInternet, stack).violations.length, 1);
  });

  it("has no finding if a deciding value depends on an unknown resource", () => {
    for (const [name, props] of Object.entries({
      web: { associatePublicIpAddress: ref("main", "flag") },
      "web-sg": { ingress: [https({ cidrBlocks: [ref("main", "cidr")] })] },
      out: { destinationCidrBlock: ref("main", "cidr") },
      gateway: { vpcId: ref("main") },
    })) {
      const stack = previewed(changedStack(openStack, { [name]: props }));
      const expected = name === "gateway" ? 1 : 0;

      const { violations } = judgeStack(forbidPathsFromInternet, stack);
      const near = judgeStack(forbidNearPathsFromInternet, stack);

      assert.deepEqual([violations.length, near.violations.length], [expected, 0], name);
    }
  });

  it("has no finding from rules and routes that may belong elsewhere", () => {
    const other = aws("ec2.SecurityGroup", "other");
    const rule = aws("vpc.SecurityGroupIngressRule", "rule", {
      securityGroupId: unknown,
      ipProtocol: "-1",
      cidrIpv4: "0.0.0.0/0",
    });
    const declared = previewed(
      changedStack(openStack, { "web-sg": { ingress: [] }, add: [other] }),
    );
    const verdicts = [["web-sg"], ["other"], ["web-sg", "other"]].map((securityGroupId) =>
      [forbidPathsFromInternet, forbidNearPathsFromInternet].map(
        (of) =>
          judgeStack(of, [...declared, { ...rule, dependencies: { securityGroupId } }]).violations
            .length,
      ),
    );

    assert.deepEqual(verdicts, [
      [1, 0],
      [0, 1],
      [0, 0],
    ]);
  });

  it("reads only values that it needs, so nothing is undecided", () => {
    const { undecided } = judgeStack(forbidPathsFromInternet, network);

    assert.equal(undecided, undefined);
  });
});
