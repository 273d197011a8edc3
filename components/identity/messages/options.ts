import { check, type OptionRules, text } from "../../shared/options.ts";
import type { OptionGroup } from "../optionGroup.ts";
import { isLocale, readMessages } from "./folder.ts";

export interface MessagesOptions {
  /**
   * Folder of the messages to users, such as `messages/`: `layout.html`, and a folder per locale with a file per
   * message, such as `en/signUp.txt`. Users get them in the language that the client asks for, or that their attribute
   * `locale` names. Mails have these texts only with `senderEmail`; Cognito's own address has Cognito's.
   * @default short texts in English
   */
  readonly messages?: string | undefined;
  /** Locale of users whose own is not in the folder, such as `de` or `pt-BR`; it must have all messages. @default "en" */
  readonly defaultLocale?: string | undefined;
}

export const messagesRules: OptionRules<MessagesOptions> = {
  messages: text(),
  defaultLocale: check(isLocale, "a locale, such as en, de or pt-BR"),
};

interface MessagesArgs extends MessagesOptions {
  readonly platformName: string;
}

export const messages: OptionGroup<MessagesOptions, MessagesArgs> = {
  faults: ({ messages: folder, defaultLocale }) =>
    folder === undefined && defaultLocale !== undefined
      ? [
          {
            argument: "defaultLocale",
            given: defaultLocale,
            allowed: "a locale together with messages",
            fix: 'Set messages to a folder, such as "messages/", or remove defaultLocale.',
          },
        ]
      : [],
  // The platform's name counts for the limits.
  directoryFaults: ({ messages: folder, defaultLocale, platformName: platform }) =>
    folder === undefined ? [] : readMessages({ folder, platform, defaultLocale }).faults,
};
