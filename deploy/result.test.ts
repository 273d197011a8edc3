import assert from "node:assert/strict";
import { PlanBuilder } from "./plan.ts";
import { stackResult } from "./result.ts";

const plan = { ...new PlanBuilder().build(), create: 2 };
const none = { create: 0, update: 0, replace: 0, delete: 0, outputsOrProtection: false };
const stack = { name: "dev-us-east-1", region: "us-east-1", plan };

describe("the result of a stack in JSON", () => {
  it("has what was planned, without a rollout", () => {
    assert.deepEqual(stackResult(stack, undefined), {
      name: "dev-us-east-1",
      region: "us-east-1",
      state: "planned",
      planned: { ...none, create: 2 },
      health: "not checked",
      outputs: {},
    });
  });

  it("has what was done, the health and the outputs", () => {
    const result = stackResult(
      { ...stack, done: plan, health: "healthy", outputs: { apiUrl: "https://a" } },
      { state: "done", detail: "2 created", seconds: 1.23 },
    );

    assert.deepEqual(
      { ...result, planned: undefined },
      {
        name: "dev-us-east-1",
        region: "us-east-1",
        state: "done",
        planned: undefined,
        done: { ...none, create: 2 },
        health: "healthy",
        seconds: 1.2,
        outputs: { apiUrl: "https://a" },
      },
    );
  });

  it("has the error of a failure", () => {
    const outcome = { state: "failed", detail: "not healthy", seconds: 1 } as const;

    const { state, health, error } = stackResult({ ...stack, health: "unhealthy" }, outcome);

    assert.deepEqual(
      { state, health, error },
      {
        state: "failed",
        health: "unhealthy",
        error: "not healthy",
      },
    );
  });
});
