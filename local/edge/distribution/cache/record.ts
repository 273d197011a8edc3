import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { maxObjectBytes } from "./responseCache.ts";

/**
 * Keeps a copy of a body while it is sent to the viewer.
 *
 * @param length - the announced length, if there is one
 * @param onEnd - called once: with the body, or with undefined if it is too large or incomplete
 */
export function record(
  body: Readable | Buffer,
  length: string | undefined,
  onEnd: (body: Buffer | undefined) => void,
): void {
  if (Buffer.isBuffer(body)) return onEnd(body);
  if (Number(length ?? 0) > maxObjectBytes) return onEnd(undefined);
  let chunks: Buffer[] = [];
  let size = 0;
  let isDone = false;
  const end = (whole: Buffer | undefined) => {
    if (isDone) return;
    isDone = true;
    body.off("data", collect);
    chunks = [];
    onEnd(whole);
  };
  const collect = (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maxObjectBytes) end(undefined);
  };
  body.on("data", collect);
  // Whoever reads the body decides when it flows.
  body.pause();
  body.once("end", () => {
    const isWhole = length === undefined || Number(length) === size;
    end(isWhole && isComplete(body) ? Buffer.concat(chunks) : undefined);
  });
  body.once("close", () => end(undefined));
}

/** Whether the message's end has arrived, and not only that of the connection. */
const isComplete = (body: Readable): boolean => (body as IncomingMessage).complete !== false;
