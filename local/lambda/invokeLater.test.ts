import assert from "node:assert/strict";
import { LambdaServiceError } from "./contract.ts";
import { invokeLater, type Outcome } from "./invokeLater.ts";

const functionArn = "arn:aws:lambda:eu-west-1:123456789012:function:f";

describe("invokeLater", () => {
  it("repeats a failed call twice, and accepts a throttled one", async () => {
    for (const outcome of [
      () => Promise.resolve({ payload: "{}", functionError: "Unhandled" as const }),
      () =>
        Promise.reject(new LambdaServiceError("TooManyRequestsException", 429, "Rate Exceeded.")),
    ]) {
      let calls = 0;
      const done = new Promise<void>((resolve) => {
        const invoke = () => {
          if (++calls === 3) resolve();
          return outcome();
        };
        void invokeLater(invoke, functionArn, "{}", { pauses: [0, 0] });
      });
      await done;
      assert.equal(calls, 3);
    }
  });

  it("refuses an event of more than 1 MB", async () => {
    const never = () => assert.fail("called");
    const payload = JSON.stringify("x".repeat(1024 * 1024));

    await assert.rejects(invokeLater(never, functionArn, payload), { status: 413 });
  });

  it("tells how it ended: with a result, or without one if the function never ran", async () => {
    const outcomes: Outcome[] = [];
    const results = [{ payload: "{}", functionError: "Unhandled" as const }, { payload: "1" }];
    const runs = [
      () => Promise.resolve(results.shift()!),
      () => Promise.reject(new LambdaServiceError("TooManyRequestsException", 429, "")),
    ];

    for (const invoke of runs) {
      await new Promise<void>((resolve) => {
        const onOutcome = (outcome: Outcome) => {
          outcomes.push(outcome);
          resolve();
        };
        void invokeLater(invoke, functionArn, "{}", { pauses: [0, 0], onOutcome });
      });
    }

    assert.deepEqual(outcomes, [
      { result: { payload: "1" }, attempts: 2 },
      { result: undefined, attempts: 3 },
    ]);
  });
});
