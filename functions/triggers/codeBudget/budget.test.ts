import assert from "node:assert/strict";
import fc from "fast-check";
import {
  budgetKey,
  type CodeBudget,
  forgetGuesses,
  freeGuesses,
  fullBudget,
  mailsPerHour,
  spendGuess,
  spendMail,
} from "./budget.ts";

const now = 1_775_738_096_123;
const minute = 60_000;
const hour = 60 * minute;

/** Number of allowed attempts, with one attempt at each time. */
function allowed(
  spend: (budget: CodeBudget, now: number) => CodeBudget | undefined,
  times: readonly number[],
): number[] {
  let budget = fullBudget;
  return times.filter((time) => {
    const next = spend(budget, time);
    budget = next ?? budget;
    return next !== undefined;
  });
}

const guessed = (guesses: number): CodeBudget => ({ ...fullBudget, guesses, guessedAt: now });

describe("the budget of sign-in codes", () => {
  for (const [guesses, wait] of [
    [0, 0],
    [4, 0],
    [5, minute],
    [6, 2 * minute],
    [9, 16 * minute],
    [12, 128 * minute],
    [13, 4 * hour],
    [2_000, 4 * hour],
  ] as const) {
    it(`makes the guess and the mail after ${guesses} guesses wait for ${wait / minute} minutes`, () => {
      if (wait > 0) {
        assert.equal(spendGuess(guessed(guesses), now + wait - 1), undefined);
        assert.equal(spendMail(guessed(guesses), now + wait - 1), undefined);
      }
      assert.equal(spendGuess(guessed(guesses), now + wait)!.guesses, guesses + 1);
      assert.ok(spendMail(guessed(guesses), now + wait));
    });
  }

  it("forgets guesses after a correct one and after a day without any", () => {
    assert.equal(forgetGuesses(guessed(9)).guesses, 0);
    assert.equal(spendGuess(guessed(9), now + 24 * hour)!.guesses, 1);
    assert.equal(spendGuess(guessed(9), now + 24 * hour - 1)!.guesses, 10);
  });

  it("keeps counting mails after a correct guess", () => {
    const mailedAt = [now];

    assert.deepEqual(forgetGuesses({ ...guessed(3), mailedAt }).mailedAt, mailedAt);
  });

  it("allows an attacker who guesses all day about twenty guesses", () => {
    const everySecond = Array.from({ length: 24 * 3_600 }, (_, second) => now + second * 1_000);

    const guesses = allowed(spendGuess, everySecond).length;

    assert.ok(guesses >= freeGuesses && guesses <= 20, String(guesses));
  });

  it("never allows more mails within any hour", () => {
    const times = fc
      .array(fc.integer({ min: 0, max: 3 * hour }), { maxLength: 60 })
      .map((offsets) => offsets.sort((one, other) => one - other).map((offset) => now + offset));
    fc.assert(
      fc.property(times, (attempts) => {
        const sent = allowed(spendMail, attempts);
        for (const start of sent) {
          const within = sent.filter((time) => time >= start && time - start < hour);
          assert.ok(within.length <= mailsPerHour);
        }
      }),
    );
  });

  it("never shortens the wait for those who try more often", () => {
    const times = fc
      .array(fc.integer({ min: 0, max: 20 * hour }), { maxLength: 80 })
      .map((offsets) => offsets.sort((one, other) => one - other).map((offset) => now + offset));
    fc.assert(
      fc.property(times, (attempts) => {
        const guesses = allowed(spendGuess, attempts);
        guesses.slice(freeGuesses).forEach((time, index) => {
          const wait = Math.min(minute * 2 ** index, 4 * hour);
          assert.ok(time - guesses[freeGuesses + index - 1]! >= wait);
        });
      }),
    );
  });
});

const nobody = (userName: string) =>
  budgetKey({ userName, request: { userAttributes: {}, userNotFound: true } });

describe("budgetKey", () => {
  it("is the user's sub, whatever name they use", () => {
    for (const userName of ["jane@example.com", "Jane@example.com", "0f1e"]) {
      const key = budgetKey({ userName, request: { userAttributes: { sub: "0f1e" } } });
      assert.equal(key, "user#0f1e");
    }
  });

  it("maps each unknown name to the same one of 256 keys", () => {
    assert.equal(nobody("mallory@example.com"), nobody("mallory@example.com"));
    const keys = new Set(Array.from({ length: 5_000 }, (_, index) => nobody(`m${index}`)));
    assert.equal(keys.size, 256);
  });

  it("never maps an unknown name to a user's key", () => {
    assert.match(nobody("user#0f1e"), /^nobody#\d+$/);
  });
});
