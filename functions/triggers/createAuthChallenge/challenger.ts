import type { Context, CreateAuthChallengeTriggerEvent } from "aws-lambda";
import { log } from "../../shared/log.ts";
import { fromMetadata, newSignInCode, toMetadata, type SignInCode } from "../signInCode.ts";
import type { MailCode } from "./codeMail.ts";
import { maskAddress } from "./maskAddress.ts";

type Event = CreateAuthChallengeTriggerEvent;
type Request = Event["request"];

/** A code could not be mailed. The message is for the user; the log has the reason. */
export class CodeNotSentError extends Error {
  override readonly name = "CodeNotSentError";

  constructor() {
    super("The sign-in code could not be sent. Try again later.");
  }
}

/**
 * Asks the user for a code and mails it to them, once per session: after a wrong answer the same
 * code is asked for again.
 *
 * A user who does not exist, or has not confirmed their address, is asked as well, so that nobody
 * can tell by it, but gets no mail; there is no code that would be right.
 *
 * Source: Cognito Developer Guide, "Create Auth challenge Lambda trigger".
 *
 * @returns the function's handler; it rejects with a CodeNotSentError when the mail can't be sent
 */
export function createChallenger(
  mailCode: MailCode,
): (event: Event, context: Context) => Promise<Event> {
  return async (event, context) => {
    const code = codeInUse(event.request) ?? (await mailNewCode(event.request, mailCode, context));
    event.response = {
      publicChallengeParameters: {
        // The pool signs in by address: of an unknown user it is what was entered.
        email: maskAddress(event.request.userAttributes?.["email"] ?? event.userName),
      },
      privateChallengeParameters: code ? { code: toMetadata(code) } : {},
      challengeMetadata: code ? toMetadata(code) : "NO-CODE",
    };
    return event;
  };
}

/** The code that was mailed earlier in this session. */
const codeInUse = ({ session }: Request): SignInCode | undefined =>
  fromMetadata(session.at(-1)?.challengeMetadata);

async function mailNewCode(
  { userAttributes, userNotFound }: Request,
  mailCode: MailCode,
  context: Context,
): Promise<SignInCode | undefined> {
  const { email, email_verified: verified } = userAttributes ?? {};
  if (userNotFound || !email || verified !== "true") return undefined;
  const code = newSignInCode(Date.now());
  try {
    await mailCode(email, code.digits);
  } catch (error) {
    log("error", "sign-in code not sent", {
      correlationId: context.awsRequestId,
      reason: String(error),
    });
    throw new CodeNotSentError();
  }
  return code;
}
