import { compileFunction } from "node:vm";
import {
  type MessageTemplates,
  messagesBundle,
  type OccasionName,
  occasionNames,
} from "../../components/identity/messages/index.ts";

/** A message as Cognito gets it from the trigger. */
export interface WrittenMessage {
  readonly locale: string;
  readonly occasion: OccasionName;
  readonly subject: string;
  /** An HTML document. */
  readonly html: string;
  readonly sms: string;
}

/** The part of a trigger's event that the function writes. */
interface CustomMessageEvent {
  response: { emailSubject: string; emailMessage: string; smsMessage: string };
}

/**
 * Runs the function that writes Cognito's messages, as it is deployed, for all messages in all locales. A
 * message that a locale lacks comes in the default locale, as users get it.
 *
 * @param attributes - of the user that the messages are for
 */
export async function writtenMessages(
  templates: MessageTemplates,
  platform: string,
  attributes: Readonly<Record<string, string>>,
): Promise<WrittenMessage[]> {
  const handler = load(messagesBundle("triggers/customMessage/templates", templates), {
    PLATFORM_NAME: platform,
  });
  const write = async (locale: string, occasion: OccasionName) => {
    const source = `CustomMessage_${occasion.charAt(0).toUpperCase()}${occasion.slice(1)}`;
    const { response } = await handler({
      triggerSource: source,
      request: {
        userAttributes: { ...attributes, locale },
        codeParameter: "{####}",
        usernameParameter: occasion === "adminCreateUser" ? "{username}" : null,
      },
      response: {},
    });
    const { emailSubject: subject, emailMessage: html, smsMessage: sms } = response;
    return { locale, occasion, subject, html, sms };
  };
  const all = Object.keys(templates.locales).flatMap((locale) =>
    occasionNames.map((occasion) => write(locale, occasion)),
  );
  return Promise.all(all);
}

/** The handler of a bundle, with environment variables of its own. */
function load(
  bundle: Uint8Array,
  env: Record<string, string>,
): (event: object) => Promise<CustomMessageEvent> {
  const exported: { handler?: (event: object) => Promise<CustomMessageEvent> } = {};
  const code = Buffer.from(bundle).toString();
  compileFunction(code, ["exports", "process"])(exported, { env });
  return exported.handler!;
}
