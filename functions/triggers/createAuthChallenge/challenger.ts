import type { Context, CreateAuthChallengeTriggerEvent } from "aws-lambda";
import { log } from "../../shared/log.ts";
import { budgetKey, type ChangeBudget, spendMail } from "../codeBudget/index.ts";
import { fromMetadata, newSignInCode, toMetadata, type SignInCode } from "../signInCode.ts";
import { takingAtLeast } from "../takingAtLeast.ts";
import type { MailCode } from "./codeMail.ts";

type Event = CreateAuthChallengeTriggerEvent;

export interface ChallengerOptions {
  readonly mailCode: MailCode;
  readonly changeBudget: ChangeBudget;
  /** Milliseconds that a sign-in takes to begin, in which a mail is usually sent. */
  readonly beginsAfterMs: number;
}

/**
 * Asks the user for a code and mails it to them, once per session: after a wrong answer the same
 * code is asked for again.
 *
 * A user who does not exist, has not confirmed their address or has used up their budget is asked
 * as well, after the same time, so that nobody can tell by it, but gets no mail; there is no code
 * that would be right. It is the same where the mail can't be sent, which the log tells.
 *
 * Source: Cognito Developer Guide, "Create Auth challenge Lambda trigger".
 *
 * @returns the function's handler; it rejects, whoever asks, when the budget can't be had
 */
export function createChallenger(
  options: ChallengerOptions,
): (event: Event, context: Context) => Promise<Event> {
  return async (event, context) => {
    const earlier = event.request.session.find(
      ({ challengeName }) => challengeName === "CUSTOM_CHALLENGE",
    );
    const code = earlier
      ? fromMetadata(event.request.session.at(-1)?.challengeMetadata)
      : await takingAtLeast(options.beginsAfterMs, () => mailNewCode(event, options, context));
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

async function mailNewCode(
  event: Event,
  { mailCode, changeBudget }: ChallengerOptions,
  context: Context,
): Promise<SignInCode | undefined> {
  const now = Date.now();
  const isWithin = await changeBudget(budgetKey(event), (budget) => spendMail(budget, now));
  const { userAttributes, userNotFound } = event.request;
  const { sub, email, email_verified: verified } = userAttributes ?? {};
  if (userNotFound || !email || verified !== "true") return undefined;
  const fields = { correlationId: context.awsRequestId, sub };
  if (!isWithin) {
    log("info", "sign-in code withheld", fields);
    return undefined;
  }
  const code = newSignInCode(now);
  try {
    await mailCode(email, code.digits);
    return code;
  } catch (error) {
    log("error", "sign-in code not sent", { ...fields, reason: String(error) });
    return undefined;
  }
}

/** The address as Cognito shows where a code went: `jane@example.com` becomes `j***@e***`. */
export const maskAddress = (address: string): string =>
  address
    .split("@")
    .map(([first = ""]) => `${first}***`)
    .join("@");
