import type { DescribedQueue, PeekedMessage, PeekedMessages } from "../../apiTypes/data.ts";
import { type AwsEndpoint, ownAuthorization } from "../../aws/endpoint.ts";
import { fromAws } from "../awsErrors.ts";

/**
 * The first messages of a queue, which stay there. The local endpoint lists them; at a custom endpoint they are
 * received with a visibility timeout of 0.
 */
export async function peek(
  aws: AwsEndpoint,
  { url, visible, inFlight, delayed }: DescribedQueue,
  limit: number,
): Promise<PeekedMessages> {
  const listed = await listHeld(aws, url);
  if (listed) return { way: "list", total: listed.length, messages: listed.slice(0, limit) };
  const { Messages = [] } = await fromAws(
    (await aws.sqs()).receiveMessage({
      QueueUrl: url,
      VisibilityTimeout: 0,
      MaxNumberOfMessages: Math.min(10, limit),
      MessageAttributeNames: ["All"],
      MessageSystemAttributeNames: ["All"],
    }),
  );
  const messages = Messages.map(({ MessageId = "", Body = "", MessageAttributes, Attributes }) => ({
    id: MessageId,
    body: Body,
    attributes: textsOf(MessageAttributes ?? {}),
    ...sentAt(Number(Attributes?.SentTimestamp ?? Number.NaN)),
    receives: Number(Attributes?.ApproximateReceiveCount ?? 0),
    isVisible: true,
    ...(Attributes?.MessageGroupId !== undefined && { groupId: Attributes.MessageGroupId }),
  }));
  return { way: "receive", total: visible + inFlight + delayed, messages };
}

interface HeldMessage {
  readonly MessageId: string;
  readonly Body: string;
  /** Epoch seconds. */
  readonly SentTimestamp: number;
  readonly IsVisible: boolean;
  readonly ReceiveCount: number;
  readonly MessageAttributes: Readonly<Record<string, { readonly StringValue?: string }>>;
  readonly MessageGroupId: string | null;
}

/** MiniStack's own list of what a queue holds; `undefined` at other endpoints. */
async function listHeld(aws: AwsEndpoint, queueUrl: string): Promise<PeekedMessage[] | undefined> {
  const response = await fetch(
    `${aws.url}/_ministack/sqs/messages?QueueUrl=${encodeURIComponent(queueUrl)}`,
    { headers: ownAuthorization(aws) },
  ).catch(() => undefined);
  if (!response?.ok) return undefined;
  const { messages } = (await response.json()) as {
    messages: Record<string, Record<string, Record<string, HeldMessage[]>>>;
  };
  const held = Object.values(messages).flatMap((regions) =>
    Object.values(regions).flatMap((queues) => Object.values(queues).flat()),
  );
  return held.map((message) => ({
    id: message.MessageId,
    body: message.Body,
    attributes: textsOf(message.MessageAttributes),
    ...sentAt(message.SentTimestamp * 1000),
    receives: message.ReceiveCount,
    isVisible: message.IsVisible,
    ...(message.MessageGroupId !== null && { groupId: message.MessageGroupId }),
  }));
}

const sentAt = (epochMs: number): { sent?: string } =>
  Number.isFinite(epochMs) ? { sent: new Date(epochMs).toISOString() } : {};

const textsOf = (
  attributes: Readonly<Record<string, { readonly StringValue?: string | undefined }>>,
) =>
  Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [key, value.StringValue ?? "(binary)"]),
  );
