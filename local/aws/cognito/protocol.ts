import type { IncomingMessage } from "node:http";

/** An HTTP response, read to its end. */
export interface CognitoResponse {
  readonly status: number;
  /** Alternating names and values, as received. */
  readonly headers: readonly string[];
  readonly body: Buffer;
}

/** The response with another body. Other headers, such as those of CORS, are kept. */
export function withJson(response: CognitoResponse, json: unknown): CognitoResponse {
  const body = Buffer.from(JSON.stringify(json));
  const headers = response.headers.filter((_, index) => !ofBody.has(nameAt(response, index)));
  return { ...response, headers: [...headers, "content-length", String(body.length)], body };
}

/** An error of the JSON protocol that replaces the response. */
export function withError(
  response: CognitoResponse,
  { type, message }: CognitoError,
): CognitoResponse {
  const { headers, body } = withJson(response, { __type: type, message });
  return { status: 400, headers: [...headers, "x-amzn-errortype", type], body };
}

/** Headers that describe the body. */
const ofBody = new Set(["content-length", "transfer-encoding", "x-amzn-errortype"]);

/** The name of the header whose name or value has this index. */
const nameAt = ({ headers }: CognitoResponse, index: number): string =>
  headers[index - (index % 2)]!.toLowerCase();

/** An error of Cognito, such as `UserLambdaValidationException`. */
export class CognitoError extends Error {
  override readonly name = "CognitoError";
  /** Cognito's name of the error. */
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** The object in a JSON text; an empty one if it is not valid. */
export function jsonObject(text: Uint8Array | undefined): Record<string, unknown> {
  try {
    return Object(JSON.parse(Buffer.from(text ?? []).toString())) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** More than any operation of Cognito needs. */
const maxBytes = 1_048_576;

/** The request's body is too long for Cognito. */
export class BodyTooLongError extends Error {
  override readonly name = "BodyTooLongError";
}

/** @throws BodyTooLongError over 1 MB; the request stays open for its response */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of kept(request)) {
    size += chunk.length;
    if (size > maxBytes) throw new BodyTooLongError(`The body exceeds ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The chunks of a body. By default, leaving the loop early would destroy the connection. */
const kept = (request: IncomingMessage): AsyncIterable<Buffer> =>
  request.iterator({ destroyOnReturn: false });
