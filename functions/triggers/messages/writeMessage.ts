import { fill, inHtml, type MessageValues, plainText } from "./fill.ts";
import { chooseLocale } from "./locale.ts";
import type { MessageTemplates } from "./templates.ts";

/** A message to one user. */
export interface WrittenMessage {
  readonly subject: string;
  /** An HTML document. */
  readonly html: string;
  /** The same as plain text. */
  readonly text: string;
  readonly sms: string;
}

/**
 * Writes a message in the user's language.
 *
 * @param occasion - such as `SignUp`, as in the names of Cognito's trigger sources
 * @param wanted - language tags, best first; else the default locale is used, also for a message that the locale lacks
 * @returns `undefined` for an occasion without a message
 */
export function writeMessage(
  { layout, locales, defaultLocale }: MessageTemplates,
  occasion: string,
  wanted: readonly (string | undefined)[],
  { own, attributes }: MessageValues,
): WrittenMessage | undefined {
  const name = occasion.charAt(0).toLowerCase() + occasion.slice(1);
  const having = Object.keys(locales).filter((each) => Object.hasOwn(locales[each]!, name));
  const locale = chooseLocale([...wanted, defaultLocale], having);
  if (locale === undefined) return undefined;
  const { subject, html, sms } = locales[locale]![name]!;
  const values = { own: { ...own, locale }, attributes };
  return {
    subject: fill(subject, values),
    html: fill(
      layout.replace("{content}", () => html),
      values,
      inHtml,
    ),
    text: fill(plainText(html), values),
    sms: fill(sms, values),
  };
}
