import type { Readable } from "node:stream";
import {
  type FunctionOutput,
  MalformedOutputError,
  mergeHeaders,
  parseObject,
  readObject,
  readStatus,
} from "./output.ts";

/** The status and headers of a streamed response. */
export interface Prelude extends Pick<FunctionOutput, "status" | "headers"> {
  /** The `Content-Length`, if the function sets it. */
  readonly length: number | undefined;
}

/**
 * The largest distance of the delimiter from the start. (API Gateway Developer Guide, "Set up a Lambda proxy
 * integration with payload response streaming")
 */
const maxBytes = 16 * 1024;

const delimiter = Buffer.alloc(8);

const allowedKeys = new Set(["statusCode", "headers", "multiValueHeaders", "cookies"]);

/**
 * Reads a streamed response up to its body: JSON, then eight null bytes. (Same page)
 *
 * @returns the prelude; the stream then begins with the body
 * @throws MalformedOutputError for an invalid prelude; the rest is not read
 */
export function readPrelude(stream: Readable): Promise<Prelude> {
  return new Promise((resolve, reject) => {
    let head: Buffer = Buffer.alloc(0);
    const settle = (settled: () => void) => {
      stream.off("readable", onReadable).off("end", onEnd).off("error", onError);
      settled();
    };
    const malformed = (problem: string) => {
      settle(() => reject(new MalformedOutputError(problem)));
    };
    const onEnd = () => malformed("no delimiter of eight null bytes");
    const onError = (error: Error) => settle(() => reject(error));
    const onReadable = () => {
      for (let chunk = read(stream); chunk !== null; chunk = read(stream)) {
        head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
        const end = head.subarray(0, maxBytes).indexOf(delimiter);
        if (end !== -1) {
          const rest = head.subarray(end + delimiter.length);
          if (rest.length > 0) stream.unshift(rest);
          const text = head.toString("utf8", 0, end);
          settle(() => resolve(new Promise((parsed) => parsed(parsePrelude(text)))));
          return;
        }
        if (head.length >= maxBytes) {
          malformed(`no delimiter of eight null bytes within ${maxBytes} bytes`);
          return;
        }
      }
    };
    stream.on("readable", onReadable).on("end", onEnd).on("error", onError);
  });
}

const read = (stream: Readable): Buffer | null => stream.read() as Buffer | null;

/** @throws MalformedOutputError */
function parsePrelude(text: string): Prelude {
  const output = parseObject(text);
  for (const key of Object.keys(output)) {
    if (!allowedKeys.has(key)) throw new MalformedOutputError(`unknown key "${key}"`);
  }
  const headers = mergeHeaders(
    readObject("multiValueHeaders", output["multiValueHeaders"]),
    readObject("headers", output["headers"]),
  );
  const cookies = mergeHeaders({ "Set-Cookie": output["cookies"] ?? [] }, {});
  return {
    status: readStatus(output["statusCode"]),
    headers: [...headers, ...cookies],
    length: readLength(headers),
  };
}

function readLength(headers: FunctionOutput["headers"]): number | undefined {
  const values = headers.filter(([name]) => name.toLowerCase() === "content-length");
  if (values.length === 0) return undefined;
  const [[, value] = ["", ""]] = values;
  if (values.length > 1 || !/^\d{1,15}$/.test(value)) {
    throw new MalformedOutputError("Content-Length is not a number");
  }
  return Number(value);
}
