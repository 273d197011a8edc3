import type { WrittenMessage } from "./writeMessage.ts";
import { writeMessage } from "./writeMessage.ts";
import type { MessageTemplates } from "./templates.ts";

/** The parts that events of both custom senders share. */
export interface SenderEvent {
  /** Such as `CustomEmailSender_SignUp`. */
  readonly triggerSource: string;
  readonly userName: string;
  readonly request: {
    /** An encrypted code or temporary password; a notice has none. */
    readonly code?: string | null;
    readonly userAttributes: Readonly<Record<string, string>>;
    readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
  };
}

export interface SenderOptions {
  /** The platform's name for users. */
  readonly platform: string;
  readonly templates: MessageTemplates;
  /** Decrypts the code of an event. */
  readonly decrypt: (code: string) => Promise<string>;
}

/**
 * Writes the message that a custom sender is to send.
 *
 * @returns `undefined` for an occasion without a message, or an event without a code
 */
export async function senderMessage(
  { triggerSource, userName, request }: SenderEvent,
  { platform, templates, decrypt }: SenderOptions,
): Promise<WrittenMessage | undefined> {
  const { code, userAttributes: attributes, clientMetadata } = request;
  if (!code) return undefined;
  const { sub, email, phone_number: phone, locale } = attributes;
  // Users who sign in by address have a user name that they don't know.
  const username = userName === sub ? (email ?? phone ?? userName) : userName;
  const own = { platform, username, "####": await decrypt(code) };
  return writeMessage(
    templates,
    triggerSource.replace(/^.*_/, ""),
    [clientMetadata?.["locale"], locale],
    { own, attributes },
  );
}
