import type { MessageTemplates } from "../messages/templates.ts";
import { type WrittenMessage, writeMessage } from "../messages/writeMessage.ts";
import { shortMessage } from "./shortMessage.ts";

/** What Cognito gives a custom sender. */
export interface SenderEvent {
  /** Such as `CustomEmailSender_SignUp`. */
  readonly triggerSource: string;
  readonly userPoolId: string;
  readonly userName: string;
  readonly callerContext: { readonly clientId: string };
  readonly request: {
    /** An encrypted code or temporary password; a notice has none. */
    readonly code?: string | null;
    readonly userAttributes: Readonly<Record<string, string>>;
    readonly clientMetadata?: Readonly<Record<string, string>> | null;
  };
}

/** A message that a team's own code is to send: the argument of its `handler`. */
export interface SenderRequest {
  /**
   * Why it is sent. `adminCreateUser` is an invitation, whose `code` is the temporary password; `authentication` is a
   * code to sign in with or the second factor; `accountTakeOverNotification` is a notice of threat protection, without
   * a code. Cognito may add others.
   */
  readonly kind:
    | "signUp"
    | "resendCode"
    | "forgotPassword"
    | "adminCreateUser"
    | "updateUserAttribute"
    | "verifyUserAttribute"
    | "authentication"
    | "accountTakeOverNotification"
    | (string & {});
  readonly channel: "email" | "sms";
  /** Email address, or a phone number such as `+15550100`. */
  readonly to: string;
  /** The code or temporary password in clear: never log it. `undefined` for a notice. */
  readonly code: string | undefined;
  /**
   * The platform's text in the user's language, from `identity.messages` or else a short one in English; it has the
   * code. `undefined` for a notice and for a kind that has no text.
   */
  readonly message: WrittenMessage | undefined;
  readonly user: {
    readonly name: string;
    readonly sub: string | undefined;
    /** Users write them: encode them in HTML. */
    readonly attributes: Readonly<Record<string, string>>;
  };
  readonly userPoolId: string;
  /** `CLIENT_ID_NOT_APPLICABLE` if an administrator caused it. */
  readonly clientId: string;
  /** What the app sent along. Anybody can send anything. */
  readonly clientMetadata: Readonly<Record<string, string>>;
}

export interface RequestOptions {
  readonly channel: SenderRequest["channel"];
  /** The platform's name for users. */
  readonly platform: string;
  /** @default short texts in English */
  readonly templates: MessageTemplates | undefined;
  /** Decrypts the code of an event. */
  readonly decrypt: (code: string) => Promise<string>;
}

/** Decrypts an event's code and writes its message. `undefined`: the user has no address of the channel. */
export type RequestOf = (event: SenderEvent) => Promise<SenderRequest | undefined>;

/**
 * Sources: Cognito Developer Guide, "Custom email sender Lambda trigger", "Custom SMS sender Lambda trigger".
 *
 * @returns rejects if the code can't be decrypted
 */
export function createRequests(options: RequestOptions): RequestOf {
  const { channel, decrypt } = options;
  return async ({ triggerSource, userPoolId, userName, callerContext, request }) => {
    const { userAttributes: attributes } = request;
    const to = attributes[channel === "email" ? "email" : "phone_number"];
    if (!to) return undefined;
    // `CustomSMSSender_…` in some pages, `CustomSmsSender_…` in others.
    const occasion = triggerSource.replace(/^.*_/, "");
    const code = request.code ? await decrypt(request.code) : undefined;
    const clientMetadata = request.clientMetadata ?? {};
    const user = { name: userName, sub: attributes["sub"], attributes };
    return {
      kind: occasion.charAt(0).toLowerCase() + occasion.slice(1),
      ...{ channel, to, code, user, userPoolId, clientMetadata },
      message:
        code === undefined
          ? undefined
          : messageFor(occasion, code, user, clientMetadata["locale"], options),
      clientId: callerContext.clientId,
    };
  };
}

function messageFor(
  occasion: string,
  code: string,
  { name, sub, attributes }: SenderRequest["user"],
  locale: string | undefined,
  { platform, templates }: RequestOptions,
): WrittenMessage | undefined {
  const { email, phone_number: phone } = attributes;
  // Users who sign in by address have a user name that they don't know.
  const username = name === sub ? (email ?? phone ?? name) : name;
  if (!templates) return shortMessage(occasion, { platform, code, username });
  const own = { platform, username, "####": code };
  return writeMessage(templates, occasion, [locale, attributes["locale"]], { own, attributes });
}
