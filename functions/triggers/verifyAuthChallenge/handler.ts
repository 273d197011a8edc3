import type { VerifyAuthChallengeResponseTriggerEvent } from "aws-lambda";
import { fromMetadata, isAnsweredBy } from "../signInCode.ts";

/**
 * Compares the answer with the code that was mailed. Where none was, no answer is right.
 *
 * Source: Cognito Developer Guide, "Verify Auth challenge response Lambda trigger".
 */
export async function handler(
  event: VerifyAuthChallengeResponseTriggerEvent,
): Promise<VerifyAuthChallengeResponseTriggerEvent> {
  const { privateChallengeParameters, challengeAnswer } = event.request;
  const code = fromMetadata(privateChallengeParameters?.["code"]);
  event.response.answerCorrect =
    code !== undefined && isAnsweredBy(code, challengeAnswer, Date.now());
  return event;
}
