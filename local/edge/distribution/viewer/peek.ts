import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";

/** The beginning of a body, and the body with nothing missing. */
interface Peeked {
  readonly bytes: Buffer;
  readonly body: IncomingMessage;
}

/** Reads a body until there are so many bytes, or until its end. */
export function peek(body: IncomingMessage, length: number): Promise<Peeked> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (whole: (bytes: Buffer) => IncomingMessage) => {
      body.off("readable", onReadable).off("end", onEnd).off("close", onEnd);
      const bytes = Buffer.concat(chunks);
      resolve({ bytes, body: whole(bytes) });
    };
    // A body that has ended takes nothing back.
    const onEnd = () =>
      settle(
        (bytes) =>
          Object.assign(Readable.from(bytes.length > 0 ? [bytes] : []), {
            complete: body.complete,
          }) as unknown as IncomingMessage,
      );
    const onReadable = () => {
      for (let chunk = read(body); chunk !== null; chunk = read(body)) {
        chunks.push(chunk);
        size += chunk.length;
        if (size < length) continue;
        settle((bytes) => {
          body.unshift(bytes);
          return body;
        });
        return;
      }
    };
    body.on("readable", onReadable).once("end", onEnd).once("close", onEnd);
  });
}

const read = (body: IncomingMessage): Buffer | null => body.read() as Buffer | null;
