import assert from "node:assert/strict";
import { deployed, previewed } from "../network/testing/declared.ts";
import { behindBalancer, https, openStack } from "../network/testing/openStack.ts";
import { judgeStack } from "../testing/judge.ts";
import { changedStack } from "../testing/stackTable.ts";
import { forbidPathsFromInternet as rule } from "./forbidPathsFromInternet.ts";

// The tests of each kind of path are in policy/network/.
describe("forbid-paths-from-internet", () => {
  it("reports the path hop by hop", () => {
    const { violations } = judgeStack(rule, deployed(openStack));

    assert.deepEqual(violations, [
      {
        message:
          'The internet reaches the instance "web": internet → gateway-id → route 0.0.0.0/0 of public-id → ' +
          'subnet "public-1" → eni of instance "web" (sg "web-sg" allows tcp/443 from 0.0.0.0/0). ' +
          rule.fix,
        urn: "urn:pulumi:dev::test::aws:ec2/instance:Instance::web",
      },
    ]);
  });

  it("names resources while their ids are not known", () => {
    const { violations } = judgeStack(rule, previewed(openStack));

    assert.ok(
      violations[0]?.message.includes(
        'internet → internet gateway "gateway" → route 0.0.0.0/0 of route table "public" → subnet "public-1" → ',
      ),
      violations[0]?.message,
    );
  });

  it("reports each entry point of a server once", () => {
    const both = deployed([...behindBalancer, ...openStack.filter(({ name }) => name === "web")]);

    const { violations } = judgeStack(rule, both);

    assert.deepEqual(
      violations.map(({ urn }) => urn?.split("::").at(-1)),
      ["web", "service"],
    );
  });

  it("skips allowed entry points, and refuses unknown ones", () => {
    const settings = { allowedDoors: ["load-balancer"] };

    assert.deepEqual(judgeStack(rule, deployed(behindBalancer), settings).violations, []);
    assert.throws(() => judgeStack(rule, [], { allowedDoors: ["back-door"] }), {
      name: "PolicyConfigError",
      message:
        /forbid-paths-from-internet\.allowedDoors.*must be one of api-gateway, cloudfront, load-balancer/,
    });
  });

  it("allows as much of the internet as configured", () => {
    const ingress = [https({ cidrBlocks: ["203.0.0.0/16"] })];
    const stack = deployed(changedStack(openStack, { "web-sg": { ingress } }));
    const widest = { ipv4: 16, ipv6: 48 };

    assert.equal(judgeStack(rule, stack).violations.length, 1);
    assert.deepEqual(judgeStack(rule, stack, { widest }).violations, []);
  });

  it("ignores values that are not networks", () => {
    const odd = ["yes", 7, null, [], [null], {}, [[{}]], [{ cidrBlocks: "0.0.0.0/0" }]];
    for (const value of odd) {
      const props = Object.fromEntries(
        ["ingress", "routes", "subnetId", "vpcSecurityGroupIds", "cidrBlock", "subnetIds"].map(
          (property) => [property, value],
        ),
      );
      const changes = Object.fromEntries(openStack.map(({ name }) => [name, props]));

      assert.doesNotThrow(() => judgeStack(rule, deployed(changedStack(openStack, changes))));
    }
  });
});
