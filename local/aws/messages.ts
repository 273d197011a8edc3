import type { Message } from "../apiTypes/mail.ts";
import { type AwsEndpoint, ownAuthorization } from "./endpoint.ts";

interface SentMail {
  MessageId: string;
  Source: string;
  To: string[];
  Subject: string;
  BodyText: string;
  BodyHtml: string | null;
  Timestamp: string | number;
}

interface SentText {
  MessageId: string;
  PhoneNumber: string;
  Message: string;
  Timestamp: string;
}

/** Mails and text messages of a region's endpoint, oldest first; none if the endpoint does not list them. */
export async function readMessages(aws: AwsEndpoint): Promise<Message[]> {
  const [mails, texts] = await Promise.all([
    read<{ messages: Record<string, SentMail[]> }>(aws, "ses/messages"),
    read<{ sms_messages: Record<string, SentText[]> }>(aws, "sns/sms-messages"),
  ]);
  return [
    ...Object.values(mails?.messages ?? {})
      .flat()
      .map((mail) => mailOf(mail, aws.region)),
    ...Object.values(texts?.sms_messages ?? {})
      .flat()
      .map((text) => textOf(text, aws.region)),
  ].sort((one, other) => Date.parse(one.time) - Date.parse(other.time));
}

async function read<Listed>(aws: AwsEndpoint, path: string): Promise<Listed | undefined> {
  const response = await fetch(`${aws.url}/_ministack/${path}`, {
    headers: ownAuthorization(aws),
  }).catch(() => undefined);
  return response?.ok ? ((await response.json()) as Listed) : undefined;
}

const mailOf = (mail: SentMail, region: string): Message => ({
  kind: "mail",
  id: mail.MessageId,
  region,
  from: mail.Source,
  to: mail.To,
  subject: mail.Subject,
  text: mail.BodyText || withoutTags(mail.BodyHtml ?? ""),
  time: new Date(
    typeof mail.Timestamp === "number" ? mail.Timestamp * 1000 : mail.Timestamp,
  ).toISOString(),
});

const textOf = (text: SentText, region: string): Message => ({
  kind: "sms",
  id: text.MessageId,
  region,
  to: [text.PhoneNumber],
  text: text.Message,
  time: new Date(text.Timestamp).toISOString(),
});

/** The text of a mail's body, in one line. */
const withoutTags = (html: string): string =>
  html
    .replaceAll(/<(head|style)\b[^]*?<\/\1>/gi, " ")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? "")
    .replaceAll(/\s+/g, " ")
    .trim();

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/**
 * Reports each new message once, until stopped.
 *
 * @param after - time before which messages are not new, in ms since 1970
 * @param onMessage - called with each new message
 * @returns a function that stops it
 */
export function watchMessages(
  endpoints: AwsEndpoint[],
  after: number,
  onMessage: (message: Message) => void,
): () => void {
  const seen = new Set<string>();
  const look = async () => {
    for (const message of (await Promise.all(endpoints.map(readMessages))).flat()) {
      if (seen.has(message.id) || Date.parse(message.time) < after) continue;
      seen.add(message.id);
      onMessage(message);
    }
  };
  const timer = setInterval(() => void look(), 500);
  timer.unref();
  return () => clearInterval(timer);
}
