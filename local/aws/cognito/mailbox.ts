import { CognitoError } from "./protocol.ts";
import { codeParameter } from "./triggers.ts";

/** A mail as the endpoint lists it. */
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

/** Where the endpoint lists the mails that it keeps in place of sending them. */
export const mailListPath = "/_ministack/ses/messages";

/**
 * The endpoint's mails with the texts that the pools' triggers gave them. The endpoint records a
 * mail before its trigger has run; nobody sees it until then.
 */
export class Mailbox {
  /** By the id of each mail that was claimed; without a text it is never shown. */
  readonly #rewritten = new Map<string, Mail | undefined>();
  /** The last operation under way for each user. */
  readonly #turns = new Map<string, Promise<unknown>>();

  /** Runs an operation that may send a mail to a user after all earlier ones, so that mails are told apart. */
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

  /** Takes the newest mail with a code to an address out of sight until it is rewritten. */
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

  /** A list that was just read, as it is once the operations are over that recorded its mails. */
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
