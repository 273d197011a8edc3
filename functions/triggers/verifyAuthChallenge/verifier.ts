import type { VerifyAuthChallengeResponseTriggerEvent } from "aws-lambda";
import { budgetKey, type ChangeBudget, forgetGuesses, spendGuess } from "../codeBudget/index.ts";
import { fromMetadata, isAnsweredBy } from "../signInCode.ts";
import { takingAtLeast } from "../takingAtLeast.ts";

type Event = VerifyAuthChallengeResponseTriggerEvent;

export interface VerifierOptions {
  readonly changeBudget: ChangeBudget;
  /** Milliseconds that an answer takes, in which the budget is usually asked. */
  readonly answersAfterMs: number;
}

/**
 * Compares the answer with the code that was mailed. Where none was, or the user's guesses are used
 * up, no answer is right. A guess is taken from the budget before it is looked at, so that many at
 * once are not more than one after the other.
 *
 * Source: Cognito Developer Guide, "Verify Auth challenge response Lambda trigger".
 *
 * @returns the function's handler; it rejects, whoever asks, when the budget can't be had
 */
export function createVerifier({
  changeBudget,
  answersAfterMs,
}: VerifierOptions): (event: Event) => Promise<Event> {
  const isRight = async (event: Event): Promise<boolean> => {
    const now = Date.now();
    const key = budgetKey(event);
    if (!(await changeBudget(key, (budget) => spendGuess(budget, now)))) return false;
    const { privateChallengeParameters, challengeAnswer, userNotFound } = event.request;
    const code = fromMetadata(privateChallengeParameters?.["code"]);
    if (userNotFound || !code || !isAnsweredBy(code, challengeAnswer, now)) return false;
    await changeBudget(key, forgetGuesses);
    return true;
  };

  return async (event) => {
    event.response.answerCorrect = await takingAtLeast(answersAfterMs, () => isRight(event));
    return event;
  };
}
