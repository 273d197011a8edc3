import assert from "node:assert/strict";
import { RetryBudget } from "./budget.ts";

describe("RetryBudget", () => {
  it("allows one retry at first, then its share of the calls", () => {
    const budget = new RetryBudget();
    let retries = 0;

    for (let call = 0; call < 1_000; call += 1) {
      budget.addCall(0.1);
      if (budget.takeRetry()) retries += 1;
    }

    assert.equal(retries, 101);
  });

  it("empties, and refills with calls", () => {
    const budget = new RetryBudget();

    assert.ok(budget.takeRetry());
    assert.ok(!budget.takeRetry());
    for (let call = 0; call < 10; call += 1) budget.addCall(0.1);

    assert.ok(budget.takeRetry());
    assert.ok(!budget.takeRetry());
  });

  it("saves up ten retries at most", () => {
    const budget = new RetryBudget();
    for (let call = 0; call < 1_000; call += 1) budget.addCall(1);
    let retries = 0;

    while (budget.takeRetry()) retries += 1;

    assert.equal(retries, 10);
  });
});
