import assert from "node:assert/strict";
import { newSignInCode, toMetadata } from "../signInCode.ts";
import { testTrigger } from "../testEvent.ts";
import { handler } from "./handler.ts";

async function isCorrect(
  challengeAnswer: string,
  privateChallengeParameters: Record<string, string>,
): Promise<boolean> {
  const { response } = await handler({
    ...testTrigger,
    triggerSource: "VerifyAuthChallengeResponse_Authentication",
    request: { userAttributes: {}, privateChallengeParameters, challengeAnswer },
    response: { answerCorrect: false },
  });
  return response.answerCorrect;
}

describe("verifyAuthChallenge", () => {
  const code = newSignInCode(Date.now());

  it("takes the code that was mailed", async () => {
    assert.equal(await isCorrect(code.digits, { code: toMetadata(code) }), true);
  });

  it("does not take another", async () => {
    const other = code.digits === "000000" ? "000001" : "000000";
    assert.equal(await isCorrect(other, { code: toMetadata(code) }), false);
  });

  it("does not take the code once it is too old", async () => {
    const expired = { ...code, expiresAt: Date.now() };
    assert.equal(await isCorrect(code.digits, { code: toMetadata(expired) }), false);
  });

  for (const answer of ["", "undefined", "NO-CODE", code.digits]) {
    it(`takes no answer where no code was mailed, not "${answer}"`, async () => {
      assert.equal(await isCorrect(answer, {}), false);
    });
  }
});
