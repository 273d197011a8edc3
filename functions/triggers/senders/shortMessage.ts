import { messages, type MessageParts, toHtml } from "../customMessage/messages.ts";
import type { WrittenMessage } from "../messages/writeMessage.ts";

/** The message of a platform without texts of its own; `undefined` for an occasion without one. */
export function shortMessage(occasion: string, parts: MessageParts): WrittenMessage | undefined {
  const source = `CustomMessage_${occasion}`;
  if (!Object.hasOwn(messages, source)) return undefined;
  const { subject, text } = messages[source as keyof typeof messages](parts);
  return { subject, html: toHtml(text), text, sms: text };
}
