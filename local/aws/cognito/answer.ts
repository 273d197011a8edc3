import type { CognitoError } from "./cognitoError.ts";

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
