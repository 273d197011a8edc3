import assert from "node:assert/strict";
import { deployed, previewed, ref } from "../network/testing/declared.ts";
import { blockAccess, openStack } from "../network/testing/openStack.ts";
import { aws, judgeStack, type Declared } from "../testing/judge.ts";
import { changedStack, type StackChange } from "../testing/stackTable.ts";
import { forbidNearPathsFromInternet as rule } from "./forbidNearPathsFromInternet.ts";
import { forbidPathsFromInternet } from "./forbidPathsFromInternet.ts";

/** Changes that close one gate each, with the obstacle in the finding. */
const gates: Readonly<Record<string, readonly [StackChange, obstacle: string]>> = {
  "the address": [{ web: { associatePublicIpAddress: false } }, "it has no public address"],
  "the route": [{ out: null }, 'no route of subnet "public-1" leads to an internet gateway'],
  "the group": [{ "web-sg": { ingress: [] } }, 'sg "web-sg" allows nothing from the internet'],
  "the network ACL": [
    { add: [aws("ec2.NetworkAcl", "acl", { vpcId: ref("main"), subnetIds: [ref("public-1")] })] },
    'network ACL "acl" allows nothing from the internet',
  ],
  "VPC Block Public Access": [
    { add: [blockAccess("block-bidirectional")] },
    "VPC Block Public Access is on",
  ],
};

const closed = (...names: readonly string[]): Declared[] =>
  names.reduce((stack, name) => changedStack(stack, gates[name]![0]), [...openStack]);

describe("forbid-near-paths-from-internet", () => {
  it("does not report open paths, which another rule does", () => {
    assert.deepEqual(judgeStack(rule, deployed(openStack)).violations, []);
  });

  for (const [form, make] of Object.entries({ deployed, previewed })) {
    for (const [name, [, obstacle]] of Object.entries(gates)) {
      it(`finds a server that only ${name} protects, ${form}`, () => {
        const stack = make(closed(name));

        const { violations } = judgeStack(rule, stack);

        assert.deepEqual(judgeStack(forbidPathsFromInternet, stack).violations, []);
        assert.equal(violations.length, 1);
        assert.ok(
          violations[0]!.message.startsWith(
            `The instance "web" is one change away from the internet: the only barrier is that ${obstacle} (internet → `,
          ),
          violations[0]!.message,
        );
      });

      for (const other of Object.keys(gates).filter((other) => other > name)) {
        it(`passes with ${name} and ${other} closed, ${form}`, () => {
          assert.deepEqual(judgeStack(rule, make(closed(name, other))).violations, []);
        });
      }
    }
  }

  it("is an advisory by default", () => assert.equal(rule.level, "advisory"));

  it("reports nothing if a gate is unknown", () => {
    const stack = changedStack(closed("the address"), { web: { vpcSecurityGroupIds: ["sg-far"] } });

    assert.deepEqual(judgeStack(rule, deployed(stack)).violations, []);
  });
});
