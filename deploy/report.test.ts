import assert from "node:assert/strict";
import { unknownValue } from "../project/signatures.ts";
import { type Plan, PlanBuilder } from "./plan.ts";
import { printOutcomes, printPlans } from "./report.ts";
import type { Outcome } from "./rollout.ts";

const none: Plan = new PlanBuilder().build();

/** The lines that a function prints, without colours. */
function printed(report: (print: (line: string) => void) => void): string[] {
  const lines: string[] = [];
  report((line) => lines.push(line));
  return lines
    .join("\n")
    .replace(/\u001b\[\d+m/g, "")
    .split("\n");
}

describe("printPlans", () => {
  it("says what an update waits for, and when it takes two", () => {
    const plan: Plan = {
      ...none,
      update: 1,
      waits: "waits for SES",
      twoUpdates: "first a, then b",
    };

    const lines = printed((print) =>
      printPlans("Plan for dev", [{ name: "dev", plan }], { namesLost: true, print }),
    );

    assert.deepEqual(lines.slice(2, 5), [
      "  dev  1 to update",
      "         waits for SES",
      "         in two updates: first a, then b",
    ]);
  });

  it("prints each stack's changes, then each replacement and deletion with its reasons", () => {
    const type = "aws:ec2/subnet:Subnet";
    const plan: Plan = {
      ...none,
      replace: 1,
      delete: 1,
      lost: [
        { operation: "replace", type, name: "a", reasons: ["cidrBlock", "vpcId"] },
        { operation: "delete", type, name: "b", reasons: [] },
      ],
    };

    const lines = printed((print) =>
      printPlans(
        "Plan for dev",
        [
          { name: "dev-us-east-1", plan },
          { name: "dev-edge", plan: none },
        ],
        { namesLost: true, print },
      ),
    );

    assert.deepEqual(lines, [
      "",
      "Plan for dev",
      "  dev-us-east-1  1 to replace, 1 to delete",
      "                   replace aws:ec2/subnet:Subnet a (cidrBlock, vpcId)",
      "                   delete aws:ec2/subnet:Subnet b",
      "  dev-edge       no changes",
      "",
    ]);
  });

  it("with --diff shows every operation, with the values of the inputs that change", () => {
    const urn = "urn:pulumi:dev::palisade::aws:ec2/vpc:Vpc::main";
    const type = "aws:ec2/vpc:Vpc";
    const plan: Plan = {
      ...none,
      update: 1,
      create: 1,
      operations: [
        {
          ...{ kind: "update", urn, type, name: "main" },
          inputs: { tags: { before: { a: 1 }, after: { a: 2 } }, old: { before: "x".repeat(200) } },
        },
        {
          ...{ kind: "create", urn, type, name: "new" },
          inputs: { vpcId: { after: unknownValue }, key: { after: "[secret]" } },
        },
      ],
    };

    const lines = printed((print) =>
      printPlans("Plan", [{ name: "dev", plan }], {
        namesLost: true,
        diff: true,
        note: "Note.",
        print,
      }),
    );

    assert.deepEqual(lines, [
      "",
      "Plan",
      "  dev  1 to create, 1 to update",
      "      update aws:ec2/vpc:Vpc main",
      '          tags: {"a":1} → {"a":2}',
      `          old: "${"x".repeat(99)}… → (removed)`,
      "      create aws:ec2/vpc:Vpc new",
      "          vpcId: (known later)",
      '          key: "[secret]"',
      "  Note.",
      "",
    ]);
  });
});

describe("printOutcomes", () => {
  /** The printed lines, and the returned success. */
  function outcomes(...them: [string, Outcome][]) {
    let whole: boolean | undefined;
    const lines = printed((print) => {
      whole = printOutcomes("dev", new Map(them.map(([name, it]) => [{ name }, it])), print);
    });
    return { whole, lines };
  }

  it("prints results and durations", () => {
    const { whole, lines } = outcomes(
      ["dev-us-east-1", { state: "done", detail: "2 created", seconds: 61.25 }],
      ["dev-edge", { state: "unchanged" }],
    );

    assert.equal(whole, true);
    assert.deepEqual(lines, [
      "",
      "dev",
      "  dev-us-east-1  2 created, 61.3 s",
      "  dev-edge       unchanged",
    ]);
  });

  it("prints why a stack failed, the state of the rollout and how to continue", () => {
    const { whole, lines } = outcomes(
      ["dev-us-east-1", { state: "failed", detail: "one thing\nanother", seconds: 2 }],
      ["dev-eu-west-1", { state: "not started" }],
    );

    assert.equal(whole, false);
    assert.deepEqual(lines.slice(2, 6), [
      "  dev-us-east-1  failed, 2.0 s",
      "      one thing",
      "      another",
      "  dev-eu-west-1  not started",
    ]);
    assert.match(lines.at(-1)!, /The rollout stopped.* run the same command again/);
  });

  it("fails after a cancelled rollout", () => {
    const { whole, lines } = outcomes([
      "dev-us-east-1",
      { state: "cancelled", detail: "update canceled", seconds: 2 },
    ]);

    assert.equal(whole, false);
    assert.deepEqual(lines.slice(2, 4), [
      "  dev-us-east-1  cancelled, 2.0 s",
      "      update canceled",
    ]);
  });

  it("fails if a stack was not started", () => {
    assert.equal(outcomes(["dev-us-east-1", { state: "not started" }]).whole, false);
  });
});
