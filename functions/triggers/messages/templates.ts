/** A message in one language, with placeholders in braces that {@link fill} replaces. */
interface MessageTemplate {
  readonly subject: string;
  /** Body of the mail, for the layout's `{content}`: paragraphs of text in HTML. */
  readonly html: string;
  readonly sms: string;
}

/** All messages of a platform: a folder such as `messages/`, read and checked when the program runs. */
export interface MessageTemplates {
  /** The HTML document around each mail's body, with `{content}`. */
  readonly layout: string;
  /** Language of users whose own is not among the locales. It has all messages. */
  readonly defaultLocale: string;
  /** Messages by locale, such as `de` or `pt-BR`, and by occasion, such as `signUp`. */
  readonly locales: Readonly<Record<string, Readonly<Record<string, MessageTemplate>>>>;
}

/** Replaced in the function's bundle by the templates of the platform's folder. */
declare const MESSAGES: MessageTemplates;

export const messageTemplates = (): MessageTemplates => MESSAGES;

/** The same where a platform may have no folder of messages. */
export const optionalTemplates = (): MessageTemplates | undefined =>
  typeof MESSAGES === "undefined" ? undefined : MESSAGES;
