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
  /** Shortest time in ms that a sign-in takes to begin; sending a mail usually takes less. */
  readonly beginsAfterMs: number;
}

/**
 * Asks the user for a code and mails it to them once per session. After a wrong code, asks for the
 * same one again.
 *
 * Users who do not exist, have not confirmed their address, or have used up their budget are asked
 * too, after the same time, to hide that fact. They receive no mail, and no code is accepted. The
 * same happens if the mail can't be sent; the log has the reason.
 *
 * Source: Cognito Developer Guide, "Create Auth challenge Lambda trigger".
 *
 * @returns the function's handler; it rejects for every user when the budget can't be read
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
      // Whatever is shown of a user's address tells them from somebody who does not exist.
      publicChallengeParameters: {},
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
    log("error", "sign-in code not sent", { ...fields, error: String(error) });
    return undefined;
  }
}
