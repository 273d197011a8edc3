import type { DefineAuthChallengeTriggerEvent } from "aws-lambda";

type Request = Pick<DefineAuthChallengeTriggerEvent["request"], "session" | "userNotFound">;
type Step = DefineAuthChallengeTriggerEvent["response"];

/** Codes that a user may try in one session, including the correct one. */
export const maxAttempts = 3;

const challenge = (challengeName: string): Step => ({
  challengeName,
  issueTokens: false,
  failAuthentication: false,
});
const success: Step = { issueTokens: true, failAuthentication: false };
const failure: Step = { issueTokens: false, failAuthentication: true };

/**
 * The next step of a sign-in with a mailed code. If the client begins with `SRP_A`, the password is
 * required before the code; otherwise only the code.
 *
 * Unknown users see the same steps, to hide that they are unknown, but never receive tokens.
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
      // Challenges of Cognito: `PASSWORD_VERIFIER`, and a second factor if the user has one.
      return last?.challengeResult ? challenge("CUSTOM_CHALLENGE") : failure;
  }
}

const attempts = (session: Request["session"]): number =>
  session.filter(({ challengeName }) => challengeName === "CUSTOM_CHALLENGE").length;
