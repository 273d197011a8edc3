import type { IncomingMessage } from "node:http";

/** An HTTP answer, read to its end. */
export interface Answer {
  readonly status: number;
  /** Names and values by turns, as they came. */
  readonly headers: readonly string[];
  readonly body: Buffer;
}

/** The answer with another body. What else it says, such as its CORS headers, stays. */
export function withJson(answer: Answer, json: unknown): Answer {
  const body = Buffer.from(JSON.stringify(json));
  const headers = answer.headers.filter((_, index) => !ofBody.has(nameAt(answer, index)));
  return { ...answer, headers: [...headers, "content-length", String(body.length)], body };
}

/** An error in the place of the answer, in the way of the JSON protocol. */
export function withError(answer: Answer, { type, message }: CognitoError): Answer {
  const { headers, body } = withJson(answer, { __type: type, message });
  return { status: 400, headers: [...headers, "x-amzn-errortype", type], body };
}

/** Headers that are true of one body and not of another. */
const ofBody = new Set(["content-length", "transfer-encoding", "x-amzn-errortype"]);

/** The name of the header that stands at a place, or whose value does. */
const nameAt = ({ headers }: Answer, index: number): string =>
  headers[index - (index % 2)]!.toLowerCase();

/** An operation ends with an error of Cognito's, such as `UserLambdaValidationException`. */
export class CognitoError extends Error {
  override readonly name = "CognitoError";
  /** Cognito's name for it. */
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** The object that a JSON text holds; an empty one if it holds none. */
export function jsonObject(text: Uint8Array | undefined): Record<string, unknown> {
  try {
    return Object(JSON.parse(Buffer.from(text ?? []).toString())) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** More than any operation of Cognito's takes. */
const maxBytes = 1_048_576;

/** The request is too long to be one of Cognito's. */
export class BodyTooLongError extends Error {
  override readonly name = "BodyTooLongError";
}

/** @throws BodyTooLongError over 1 MB; the request stays open then, for its response */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of kept(request)) {
    size += chunk.length;
    if (size > maxBytes) throw new BodyTooLongError(`The request has more than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The parts of a body. Leaving the loop early would by default destroy the connection. */
const kept = (request: IncomingMessage): AsyncIterable<Buffer> =>
  request.iterator({ destroyOnReturn: false });
