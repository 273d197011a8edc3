import { CognitoError } from "./cognitoError.ts";
import type { Mail } from "./mailbox.ts";
import { codeParameter } from "./triggerEvent.ts";

/** What a CustomMessage trigger says of a mail; the pool's own where it says nothing. */
export interface CustomMessage {
  readonly emailSubject?: string | null;
  /** HTML. */
  readonly emailMessage?: string | null;
}

/**
 * A mail as a CustomMessage trigger words it, with the code that the endpoint gave out. Source:
 * Cognito Developer Guide, "Custom message Lambda trigger".
 *
 * @throws CognitoError for a message without the code
 */
export function customise(mail: Mail, { emailSubject, emailMessage }: CustomMessage): Mail {
  const Subject = emailSubject || mail.Subject;
  if (!emailMessage) return { ...mail, Subject };
  if (!emailMessage.includes(codeParameter)) {
    throw new CognitoError(
      "InvalidParameterException",
      `1 validation error detected: Value '${emailMessage}' at 'emailBody' failed to satisfy ` +
        `constraint: Member must satisfy regular expression pattern: ${messagePattern}`,
    );
  }
  const BodyHtml = emailMessage.replaceAll(codeParameter, codeIn(mail));
  return { ...mail, Subject, BodyText: "", BodyHtml };
}

const messagePattern = String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*\{####\}[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*`;

/** Six digits that are no part of the recipient's address, of a longer number or a colour. */
function codeIn({ To, BodyText, BodyHtml }: Mail): string {
  const text = To.reduce((rest, to) => rest.replaceAll(to, ""), BodyText || BodyHtml || "");
  return /(?<![\d#])\d{6}(?!\d)/.exec(text)?.[0] ?? codeParameter;
}
