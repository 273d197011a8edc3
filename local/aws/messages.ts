import { type AwsEndpoint, ownAuthorization } from "./endpoint.ts";

/** A mail that Cognito or a function sent. It never leaves this machine. */
export interface Message {
  readonly id: string;
  readonly region: string;
  readonly from: string;
  readonly to: string[];
  readonly subject: string;
  readonly text: string;
  /** ISO 8601. */
  readonly time: string;
}

interface SentMail {
  MessageId: string;
  Source: string;
  To: string[];
  Subject: string;
  BodyText: string;
  BodyHtml: string | null;
  Timestamp: string | number;
}

/** Mails of a region's endpoint, oldest first; none if the endpoint does not list them. */
export async function readMessages(aws: AwsEndpoint): Promise<Message[]> {
  const response = await fetch(`${aws.url}/_ministack/ses/messages`, {
    headers: ownAuthorization(aws),
  }).catch(() => undefined);
  if (!response?.ok) return [];
  const { messages } = (await response.json()) as { messages: Record<string, SentMail[]> };
  return Object.values(messages)
    .flat()
    .map((mail) => ({
      id: mail.MessageId,
      region: aws.region,
      from: mail.Source,
      to: mail.To,
      subject: mail.Subject,
      text: mail.BodyText || withoutTags(mail.BodyHtml ?? ""),
      time: new Date(
        typeof mail.Timestamp === "number" ? mail.Timestamp * 1000 : mail.Timestamp,
      ).toISOString(),
    }));
}

const withoutTags = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? "")
    .replaceAll(/\s+/g, " ")
    .trim();

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/**
 * Reports each new mail once, until stopped.
 *
 * @param onMessage - called with each new mail
 * @returns a function that stops it
 */
export function watchMessages(
  endpoints: AwsEndpoint[],
  onMessage: (message: Message) => void,
): () => void {
  const seen = new Set<string>();
  const look = async () => {
    for (const message of (await Promise.all(endpoints.map(readMessages))).flat()) {
      if (seen.has(message.id)) continue;
      seen.add(message.id);
      onMessage(message);
    }
  };
  const timer = setInterval(() => void look(), 500);
  timer.unref();
  return () => clearInterval(timer);
}
