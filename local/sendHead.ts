import type { OutgoingMessage } from "node:http";

/**
 * Sends a message's head before its body, one byte per character, as it was received: together with a text, or
 * by `flushHeaders`, Node.js sends characters beyond ASCII as UTF-8.
 */
export function sendHead(message: OutgoingMessage): void {
  message.write("", "latin1");
  // A message without a body ignores `write`.
  message.flushHeaders();
}
