import { Readable } from "node:stream";
import type { FailureKind, ProxyFailure } from "./failure.ts";

/** What a reader of a response's body can do with it. */
interface Reception<Body> {
  /** Hands the response on. A reader may do so before the body is there. */
  settle(body: Body): void;
  fail(kind: FailureKind, message: string): void;
  pause(): void;
  resume(): void;
  /** Ends the exchange without the rest of its response. */
  abandon(): void;
}

/** Takes the body of one response as it arrives. */
export interface BodyReader {
  onBody(part: Buffer): void;
  onEnd(): void;
  /** The rest does not come. */
  onFailure(failure: ProxyFailure): void;
}

/** Begins to read a response whose status and headers have arrived. */
export type Receive<Body> = (reception: Reception<Body>) => BodyReader;

/** Reads a response to its end. A body longer than `maxBodyBytes` fails the call. */
export const readWhole =
  (maxBodyBytes: number): Receive<Buffer> =>
  (reception) => {
    const parts: Buffer[] = [];
    let length = 0;
    return {
      onBody: (part) => {
        length += part.length;
        if (length > maxBodyBytes)
          reception.fail("responseTooLarge", `more than ${maxBodyBytes} bytes`);
        else parts.push(part);
      },
      onEnd: () => reception.settle(parts.length === 1 ? parts[0]! : Buffer.concat(parts)),
      onFailure: () => {},
    };
  };

/** Leaves the body of a response to be streamed, as fast as it is read. */
export const readHead: Receive<Readable> = (reception) => {
  const body = new Readable({
    read: () => reception.resume(),
    destroy: (error, callback) => {
      reception.abandon();
      callback(error);
    },
  });
  // It may fail before anybody reads it. Who reads it then is told.
  body.on("error", () => {});
  reception.settle(body);
  return {
    onBody: (part) => {
      if (!body.push(part)) reception.pause();
    },
    onEnd: () => body.push(null),
    // Tells the reader why the response ends.
    onFailure: (failure) => body.destroy(failure),
  };
};
