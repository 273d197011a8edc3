import assert from "node:assert/strict";
import { freeGuesses } from "../codeBudget/budget.ts";
import { newSignInCode, toMetadata } from "../signInCode.ts";
import { memoryBudgets, testTrigger } from "../../testing/trigger.ts";
import { createVerifier } from "./verifier.ts";

const jane = { sub: "0f1e" };

describe("createVerifier", () => {
  // Valid for as long as the tests of this process may take.
  const code = { ...newSignInCode(Date.now()), expiresAt: Date.now() + 3_600_000 };
  const other = code.digits === "00000000" ? "00000001" : "00000000";
  const mailed = { code: toMetadata(code) };
  const { budgets, changeBudget } = memoryBudgets();
  const handler = createVerifier({ changeBudget, respondsAfterMs: 0 });

  beforeEach(() => budgets.clear());

  async function isCorrect(
    challengeAnswer: string,
    privateChallengeParameters: Record<string, string> = mailed,
    who: { userAttributes?: Record<string, string>; userNotFound?: boolean } = {},
    verify = handler,
  ): Promise<boolean> {
    const { response } = await verify({
      ...testTrigger,
      triggerSource: "VerifyAuthChallengeResponse_Authentication",
      request: { userAttributes: jane, privateChallengeParameters, challengeAnswer, ...who },
      response: { answerCorrect: false },
    });
    return response.answerCorrect;
  }

  it("accepts the code that was mailed", async () => {
    assert.equal(await isCorrect(code.digits), true);
  });

  it("refuses another code", async () => {
    assert.equal(await isCorrect(other), false);
  });

  it("refuses an expired code", async () => {
    const expired = { ...code, expiresAt: Date.now() };
    assert.equal(await isCorrect(code.digits, { code: toMetadata(expired) }), false);
  });

  for (const guess of ["", "undefined", "NO-CODE", code.digits]) {
    it(`refuses "${guess}" if no code was mailed`, async () => {
      assert.equal(await isCorrect(guess, {}), false);
    });
  }

  it("refuses even the correct code once the guesses are used up", async () => {
    for (let guess = 0; guess < freeGuesses; guess += 1) await isCorrect(other);

    assert.equal(await isCorrect(code.digits), false);
  });

  it("forgets wrong guesses after a correct one", async () => {
    for (let round = 0; round < 3; round += 1) {
      for (let guess = 1; guess < freeGuesses; guess += 1) await isCorrect(other);
      assert.equal(await isCorrect(code.digits), true);
    }
  });

  it("refuses unknown users, and does not count their guesses for a user", async () => {
    const nobody = { userAttributes: jane, userNotFound: true };

    assert.equal(await isCorrect(code.digits, mailed, nobody), false);
    assert.match([...budgets.keys()].join(), /^nobody#\d+$/);
  });

  it("fails while budgets can't be read", async () => {
    const closed = createVerifier({
      changeBudget: () => Promise.reject(new Error("no table")),
      respondsAfterMs: 0,
    });

    await assert.rejects(isCorrect(code.digits, mailed, {}, closed), { message: "no table" });
  });

  it("takes equally long for every code", async () => {
    const slow = createVerifier({ changeBudget: async () => false, respondsAfterMs: 60 });
    const start = performance.now();

    await isCorrect(other, mailed, {}, slow);

    assert.ok(performance.now() - start > 55);
  });
});
