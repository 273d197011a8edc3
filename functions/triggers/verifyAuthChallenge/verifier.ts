import type { VerifyAuthChallengeResponseTriggerEvent } from "aws-lambda";
import { budgetKey, type ChangeBudget, forgetGuesses, spendGuess } from "../codeBudget/index.ts";
import { fromMetadata, isGuessed } from "../signInCode.ts";
import { takingAtLeast } from "../takingAtLeast.ts";

type Event = VerifyAuthChallengeResponseTriggerEvent;

interface VerifierOptions {
  readonly changeBudget: ChangeBudget;
  /** Shortest time in ms that a response takes; reading the budget usually takes less. */
  readonly respondsAfterMs: number;
}

/**
 * Compares the user's code with the one that was mailed. If none was mailed, or the user's guesses are
 * used up, no code is correct. Takes the guess from the budget before comparing, so that parallel
 * guesses count like sequential ones.
 *
 * Source: Cognito Developer Guide, "Verify Auth challenge response Lambda trigger".
 *
 * @returns the function's handler; it rejects for every user when the budget can't be read
 */
export function createVerifier({
  changeBudget,
  respondsAfterMs,
}: VerifierOptions): (event: Event) => Promise<Event> {
  const isCorrect = async (event: Event): Promise<boolean> => {
    const now = Date.now();
    const key = budgetKey(event);
    if (!(await changeBudget(key, (budget) => spendGuess(budget, now)))) return false;
    const { privateChallengeParameters, challengeAnswer, userNotFound } = event.request;
    const code = fromMetadata(privateChallengeParameters?.["code"]);
    if (userNotFound || !code || !isGuessed(code, challengeAnswer, now)) return false;
    await changeBudget(key, forgetGuesses);
    return true;
  };

  return async (event) => {
    event.response.answerCorrect = await takingAtLeast(respondsAfterMs, () => isCorrect(event));
    return event;
  };
}
