import type { IncomingMessage } from "node:http";
import { ControlError } from "./controlError.ts";

/** Reads a JSON body. @throws ControlError 400, 413 or 415 */
export async function readJson(message: IncomingMessage, maxBytes: number): Promise<unknown> {
  const type = message.headers["content-type"] ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    const given = type === "" ? "none" : `"${type}"`;
    throw new ControlError(415, `The content type is ${given}. Use application/json.`);
  }
  const tooLarge = new ControlError(413, `The body is too large. Send at most ${maxBytes} bytes.`);
  if (Number(message.headers["content-length"] ?? 0) > maxBytes) throw tooLarge;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch (error) {
    throw new ControlError(400, `The body is not valid JSON: ${(error as Error).message}.`);
  }
}
