import type { DefineAuthChallengeTriggerEvent } from "aws-lambda";

type Request = Pick<DefineAuthChallengeTriggerEvent["request"], "session" | "userNotFound">;
type Step = DefineAuthChallengeTriggerEvent["response"];

/** Codes a user may try in one session, the right one included. */
export const maxAttempts = 3;

const challenge = (challengeName: string): Step => ({
  challengeName,
  issueTokens: false,
  failAuthentication: false,
});
const success: Step = { issueTokens: true, failAuthentication: false };
const failure: Step = { issueTokens: false, failAuthentication: true };

/**
 * What follows in a sign-in with a mailed code. A client begins it with nothing, then the code
 * is all that is asked, or with `SRP_A`, then the password is asked before the code.
 *
 * An unknown user is led the same way, so that nobody can tell by it, but never gets tokens.
 */
export function nextStep({ session, userNotFound }: Request): Step {
  const last = session.at(-1);
  switch (last?.challengeName) {
    case undefined:
      return challenge("CUSTOM_CHALLENGE");
    case "SRP_A":
      return challenge("PASSWORD_VERIFIER");
    case "CUSTOM_CHALLENGE":
      if (last.challengeResult) return userNotFound ? failure : success;
      return attempts(session) < maxAttempts ? challenge("CUSTOM_CHALLENGE") : failure;
    default:
      // Cognito's own: `PASSWORD_VERIFIER`, and a second factor if the user has one.
      return last?.challengeResult ? challenge("CUSTOM_CHALLENGE") : failure;
  }
}

const attempts = (session: Request["session"]): number =>
  session.filter(({ challengeName }) => challengeName === "CUSTOM_CHALLENGE").length;
