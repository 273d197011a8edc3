import assert from "node:assert/strict";
import type { EngineEvent, OpType } from "@pulumi/pulumi/automation/index.js";
import { createsStack, doneInWords, hasChanges, inWords, type Plan, PlanBuilder } from "./plan.ts";

const stackUrn = "urn:pulumi:dev-us-east-1::palisade::pulumi:pulumi:Stack::palisade-dev-us-east-1";
const urnOf = (type: string, name: string) =>
  `urn:pulumi:dev-us-east-1::palisade::palisade:index:RegionalPlatform$${type}::${name}`;

/** The engine is about to take a step. */
const step = (op: OpType, type: string, name: string, keys?: string[]): EngineEvent =>
  ({ resourcePreEvent: { metadata: { op, type, urn: urnOf(type, name), keys } } }) as EngineEvent;

interface State {
  readonly protect?: boolean;
  readonly outputs?: object;
}

/** The engine has found that a resource stays the same. */
const same = (type: string, before: State, after: State): EngineEvent =>
  ({
    resOutputsEvent: { metadata: { op: "same", type, urn: stackUrn, old: before, new: after } },
  }) as EngineEvent;

function planOf(...events: EngineEvent[]): Plan {
  const builder = new PlanBuilder();
  for (const event of events) builder.add(event);
  return builder.build();
}

const subnet = "aws:ec2/subnet:Subnet";
const stackType = "pulumi:pulumi:Stack";

describe("PlanBuilder", () => {
  it("knows a stack without resources", () => {
    // The engine creates the stack's own resource in its first update, and only then.
    assert.equal(createsStack(planOf(step("create", stackType, "palisade-dev"))), true);
    assert.equal(createsStack(planOf(step("create", subnet, "a"))), false);
  });

  it("counts what is created, updated, replaced and deleted", () => {
    const plan = planOf(
      step("create", subnet, "a"),
      step("import", subnet, "b"),
      step("update", subnet, "c"),
      step("delete", subnet, "d"),
      step("create-replacement", subnet, "e", ["cidrBlock"]),
      step("replace", subnet, "e", ["cidrBlock"]),
      step("delete-replaced", subnet, "e"),
    );

    const { create, update, replace, delete: deleted } = plan;
    assert.deepEqual(
      { create, update, replace, deleted },
      { create: 2, update: 1, replace: 1, deleted: 1 },
    );
  });

  it("names each replacement with its reasons, and each deletion", () => {
    const { lost } = planOf(
      step("replace", subnet, "private::1", ["cidrBlock", "availabilityZone"]),
      step("update", subnet, "c", ["tags"]),
      step("delete", "aws:dynamodb/table:Table", "orders"),
    );

    assert.deepEqual(lost, [
      {
        operation: "replace",
        type: subnet,
        name: "private::1",
        reasons: ["cidrBlock", "availabilityZone"],
      },
      { operation: "delete", type: "aws:dynamodb/table:Table", name: "orders", reasons: [] },
    ]);
  });

  it("has no changes if resources are the same, read or refreshed", () => {
    const plan = planOf(
      step("same", subnet, "a"),
      step("read", subnet, "b"),
      step("refresh", subnet, "c"),
      same(stackType, { outputs: { url: "x" } }, { outputs: { url: "x" } }),
      { summaryEvent: {} } as EngineEvent,
    );

    assert.equal(hasChanges(plan), false);
  });

  it("detects changed outputs or protection, which the engine counts as the same", () => {
    const outputs = planOf(
      same(stackType, { outputs: { url: "x" } }, { outputs: { url: "x" } }),
      same(stackType, { outputs: { url: "x" } }, { outputs: { url: "y" } }),
    );
    const added = planOf(same(subnet, {}, { protect: true }));
    const taken = planOf(same(subnet, { protect: true }, { protect: false }));
    const spelled = planOf(same(subnet, { protect: false }, {}));
    const anyResource = planOf(same(subnet, { outputs: { id: "1" } }, { outputs: {} }));

    assert.deepEqual([outputs, added, taken, spelled, anyResource].map(hasChanges), [
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});

describe("a plan of a destruction", () => {
  it("names resources that AWS protects from deletion, with the input that protects them", () => {
    const builder = new PlanBuilder();
    const deletion = (name: string, inputs: Record<string, unknown>) => {
      const metadata = { op: "delete", urn: urnOf(subnet, name), type: subnet, old: { inputs } };
      builder.add({ resourcePreEvent: { metadata } } as unknown as EngineEvent);
    };
    deletion("pool", { deletionProtection: "ACTIVE" });
    deletion("balancer", { enableDeletionProtection: true });
    deletion("table", { deletionProtectionEnabled: false });

    assert.deepEqual(builder.build().guarded, [
      `${subnet} pool (deletionProtection)`,
      `${subnet} balancer (enableDeletionProtection)`,
    ]);
  });
});

describe("a plan in words", () => {
  const none: Plan = {
    create: 0,
    update: 0,
    replace: 0,
    delete: 0,
    operations: [],
    lost: [],
    uncounted: false,
    guarded: [],
  };

  for (const [plan, planned, done] of [
    [none, "no changes", "no changes"],
    [{ ...none, create: 3, replace: 1 }, "3 to create, 1 to replace", "3 created, 1 replaced"],
    [{ ...none, update: 2, delete: 1 }, "2 to update, 1 to delete", "2 updated, 1 deleted"],
    [
      { ...none, uncounted: true },
      "outputs or protection to change",
      "outputs or protection changed",
    ],
    [{ ...none, create: 1, uncounted: true }, "1 to create", "1 created"],
  ] as const) {
    it(`is "${planned}", then "${done}"`, () => {
      assert.equal(inWords(plan), planned);
      assert.equal(doneInWords(plan), done);
    });
  }
});
