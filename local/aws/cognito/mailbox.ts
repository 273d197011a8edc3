import { CognitoError } from "./protocol.ts";
import { codeParameter } from "./triggers.ts";

/** A mail in MiniStack's list. */
export interface Mail {
  readonly MessageId: string;
  readonly To: readonly string[];
  readonly Subject: string;
  readonly BodyText: string;
  readonly BodyHtml: string | null;
  readonly Type: string;
}

/** Mails by account. */
export interface MailList {
  readonly messages: Record<string, Mail[]>;
}

/** Path of MiniStack's list of mails, which it keeps instead of sending. */
export const mailListPath = "/_ministack/ses/messages";

/**
 * MiniStack's mails with the texts of the pools' triggers. MiniStack records a mail before its trigger
 * has run; until then, the mail stays hidden.
 */
export class Mailbox {
  /** Claimed mails by id. Each stays hidden until it is rewritten. */
  readonly #rewritten = new Map<string, Mail | undefined>();
  /** The last operation in progress for each user. */
  readonly #turns = new Map<string, Promise<unknown>>();

  /** Runs a user's operations one after the other, to assign each mail to its operation. */
  inTurn<T>(username: string, operation: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(username) ?? Promise.resolve()).then(operation);
    const over = turn
      .catch(() => {})
      .then(() => {
        if (this.#turns.get(username) === over) this.#turns.delete(username);
      });
    this.#turns.set(username, over);
    return turn;
  }

  /** Hides the newest mail with a code to an address until it is rewritten. */
  claim({ messages }: MailList, address: string): Mail | undefined {
    const mail = Object.values(messages)
      .flat()
      .findLast(
        ({ MessageId, Type, To }) =>
          Type === "CognitoVerificationMessage" &&
          To.includes(address) &&
          !this.#rewritten.has(MessageId),
      );
    if (mail) this.#rewritten.set(mail.MessageId, undefined);
    return mail;
  }

  /** Shows a claimed mail. */
  rewrite(mail: Mail): void {
    this.#rewritten.set(mail.MessageId, mail);
  }

  /** The given list with rewritten mails, after the operations in progress have ended. */
  async complete({ messages }: MailList): Promise<MailList> {
    await Promise.all(this.#turns.values());
    const current = (mail: Mail): Mail[] => {
      if (!this.#rewritten.has(mail.MessageId)) return [mail];
      const rewritten = this.#rewritten.get(mail.MessageId);
      return rewritten ? [rewritten] : [];
    };
    return {
      messages: Object.fromEntries(
        Object.entries(messages).map(([account, mails]) => [account, mails.flatMap(current)]),
      ),
    };
  }
}

/** Texts that a CustomMessage trigger sets. Without one, the pool's text is kept. */
export interface CustomMessage {
  readonly emailSubject?: string | null;
  /** HTML. */
  readonly emailMessage?: string | null;
}

/**
 * A mail with the texts of a CustomMessage trigger and MiniStack's code. Source: Cognito Developer
 * Guide, "Custom message Lambda trigger".
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

/** Six digits outside of the recipient's address, longer numbers and colours. */
function codeIn({ To, BodyText, BodyHtml }: Mail): string {
  const text = To.reduce((rest, to) => rest.replaceAll(to, ""), BodyText || BodyHtml || "");
  return /(?<![\d#])\d{6}(?!\d)/.exec(text)?.[0] ?? codeParameter;
}
