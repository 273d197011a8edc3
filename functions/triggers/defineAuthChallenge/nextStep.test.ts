import assert from "node:assert/strict";
import type { DefineAuthChallengeTriggerEvent } from "aws-lambda";
import fc from "fast-check";
import { maxAttempts, nextStep } from "./nextStep.ts";

type Session = DefineAuthChallengeTriggerEvent["request"]["session"];

/** In `"SRP_A+ CUSTOM_CHALLENGE-"`, the first challenge passed and the second failed. */
const sessionOf = (text: string): Session =>
  text
    .split(" ")
    .filter((part) => part !== "")
    .map((part) => ({
      challengeName: part.slice(0, -1) as "CUSTOM_CHALLENGE",
      challengeResult: part.endsWith("+"),
    }));

const verdictOf = (session: Session, userNotFound = false) => {
  const { issueTokens, failAuthentication, challengeName } = nextStep({ session, userNotFound });
  if (issueTokens) return "tokens";
  return failAuthentication ? "failure" : challengeName;
};

describe("nextStep", () => {
  for (const [session, expected] of [
    ["", "CUSTOM_CHALLENGE"],
    ["CUSTOM_CHALLENGE+", "tokens"],
    ["CUSTOM_CHALLENGE-", "CUSTOM_CHALLENGE"],
    ["CUSTOM_CHALLENGE- CUSTOM_CHALLENGE+", "tokens"],
    ["CUSTOM_CHALLENGE- CUSTOM_CHALLENGE-", "CUSTOM_CHALLENGE"],
    ["CUSTOM_CHALLENGE- CUSTOM_CHALLENGE- CUSTOM_CHALLENGE+", "tokens"],
    ["CUSTOM_CHALLENGE- CUSTOM_CHALLENGE- CUSTOM_CHALLENGE-", "failure"],
    ["SRP_A+", "PASSWORD_VERIFIER"],
    ["SRP_A+ PASSWORD_VERIFIER-", "failure"],
    ["SRP_A+ PASSWORD_VERIFIER+", "CUSTOM_CHALLENGE"],
    ["SRP_A+ PASSWORD_VERIFIER+ SOFTWARE_TOKEN_MFA+", "CUSTOM_CHALLENGE"],
    ["SRP_A+ PASSWORD_VERIFIER+ SOFTWARE_TOKEN_MFA-", "failure"],
    ["SRP_A+ PASSWORD_VERIFIER+ CUSTOM_CHALLENGE-", "CUSTOM_CHALLENGE"],
    ["SRP_A+ PASSWORD_VERIFIER+ CUSTOM_CHALLENGE+", "tokens"],
  ] as const) {
    it(`responds to ${session || "the beginning"} with ${expected}`, () => {
      assert.equal(verdictOf(sessionOf(session)), expected);
    });
  }

  it("shows an unknown user the same steps, but issues no tokens", () => {
    for (const session of ["", "SRP_A+", "CUSTOM_CHALLENGE-"]) {
      assert.equal(verdictOf(sessionOf(session), true), verdictOf(sessionOf(session)));
    }
    assert.equal(verdictOf(sessionOf("CUSTOM_CHALLENGE+"), true), "failure");
  });

  it("issues tokens only for a correct code, and limits the attempts", () => {
    const challenge = fc.record({
      challengeName: fc.constantFrom("SRP_A", "PASSWORD_VERIFIER", "SMS_MFA", "CUSTOM_CHALLENGE"),
      challengeResult: fc.boolean(),
    }) as fc.Arbitrary<Session[number]>;
    fc.assert(
      fc.property(fc.array(challenge), fc.boolean(), (session, userNotFound) => {
        const last = session.at(-1);
        const verdict = verdictOf(session, userNotFound);
        const codes = session.filter(({ challengeName }) => challengeName === "CUSTOM_CHALLENGE");
        if (verdict === "tokens") {
          assert.equal(last?.challengeName, "CUSTOM_CHALLENGE");
          assert.equal(last?.challengeResult, true);
          assert.equal(userNotFound, false);
        }
        if (last?.challengeName === "CUSTOM_CHALLENGE" && codes.length >= maxAttempts) {
          assert.notEqual(verdict, "CUSTOM_CHALLENGE");
        }
      }),
    );
  });
});
