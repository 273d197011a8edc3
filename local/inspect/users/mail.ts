import type { ListedMessage, ReadMessage } from "../../apiTypes/mail.ts";
import { type AwsEndpoint, ownAuthorization } from "../../aws/endpoint.ts";
import { readMessages } from "../../aws/messages.ts";

interface SentMails {
  readonly messages: Readonly<
    Record<string, readonly { MessageId: string; BodyHtml: string | null }[]>
  >;
}

/** Messages of a page. */
const maxMessages = 200;

/** The last messages of all regions, the newest first. */
export async function lastMessages(
  endpoints: readonly AwsEndpoint[],
  to: string | null,
): Promise<ListedMessage[]> {
  const all = (await Promise.all(endpoints.map(readMessages))).flat();
  const found = to ? all.filter((message) => message.to.some((each) => each.includes(to))) : all;
  return found
    .sort((one, other) => Date.parse(other.time) - Date.parse(one.time))
    .slice(0, maxMessages)
    .map(({ text, ...message }) => ({
      ...message,
      text: text.slice(0, 2_000),
      codes: codesIn(text),
    }));
}

/** @returns `undefined` if there is no such message */
export async function messageWith(
  endpoints: readonly AwsEndpoint[],
  id: string,
): Promise<ReadMessage | undefined> {
  for (const aws of endpoints) {
    const message = (await readMessages(aws)).find((each) => each.id === id);
    if (!message) continue;
    const html = await htmlOf(aws, id);
    return { ...message, isHtml: html !== undefined, codes: codesIn(message.text) };
  }
  return undefined;
}

/** The body of a mail in HTML, which may be hostile. */
export async function htmlOf(aws: AwsEndpoint, id: string): Promise<string | undefined> {
  const response = await fetch(`${aws.url}/_ministack/ses/messages`, {
    headers: ownAuthorization(aws),
  }).catch(() => undefined);
  if (!response?.ok) return undefined;
  const { messages } = (await response.json()) as SentMails;
  const sent = Object.values(messages).flat();
  return sent.find(({ MessageId }) => MessageId === id)?.BodyHtml ?? undefined;
}

/** Codes to sign in or confirm with have four to eight digits. */
const codesIn = (text: string): string[] => [
  ...new Set(Array.from(text.matchAll(/(?<![\w#&./-])\d{4,8}(?![\w/-])/g), ([code]) => code)),
];
