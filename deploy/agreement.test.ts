import assert from "node:assert/strict";
import { Agreement } from "./agreement.ts";
import type { Operation } from "./operations.ts";
import { type Plan, PlanBuilder } from "./plan.ts";

const none: Plan = new PlanBuilder().build();
const removal: Operation = {
  kind: "delete",
  urn: "urn:pulumi:dev::palisade::aws:dynamodb/table:Table::orders",
  type: "aws:dynamodb/table:Table",
  name: "orders",
  inputs: {},
};
const removing: Plan = { ...none, delete: 1, operations: [removal] };

const agreement = new Agreement({
  yes: true,
  signal: new AbortController().signal,
  print: assert.fail,
});

describe("an agreement given with --yes", () => {
  it("starts the rollout without a question", async () => {
    assert.equal(await agreement.given(), true);
  });

  it("covers the plan that was shown", async () => {
    await agreement.require("dev-eu-west-1", removing, removing, false);
  });

  it("does not cover an operation that was not shown", async () => {
    await assert.rejects(agreement.require("dev-eu-west-1", none, removing, true), {
      name: "PlanChangedError",
      message:
        "The plan of dev-eu-west-1 has changed since it was shown:\n" +
        "  delete aws:dynamodb/table:Table orders\nNothing was changed in this stack.",
    });
  });

  it("says what was done before, between two updates", async () => {
    const required = agreement.require("dev-eu-west-1", none, removing, true, "Half is done.");

    await assert.rejects(required, {
      name: "PlanChangedError",
      message: /orders\nHalf is done\.$/,
    });
  });
});
