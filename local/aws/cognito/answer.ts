/** An HTTP answer, read to its end. */
export interface Answer {
  readonly status: number;
  /** Names and values by turns, as they came. */
  readonly headers: readonly string[];
  readonly body: Buffer;
}

/** An error of Cognito's, such as `UserLambdaValidationException`. */
export class CognitoError extends Error {
  override readonly name = "CognitoError";
  /** Cognito's name for it. */
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** The error in the place of an answer. */
export function withError(answer: Answer, { type, message }: CognitoError): Answer {
  const { headers, ...failed } = withJson(answer, { __type: type, message });
  return { ...failed, status: 400, headers: [...headers, "x-amzn-errortype", type] };
}

/** The answer with another body. What else it says, such as its CORS headers, stays. */
export function withJson(answer: Answer, json: unknown): Answer {
  const body = Buffer.from(JSON.stringify(json));
  const headers = answer.headers.filter((_, index) => !ofBody.has(nameAt(answer, index)));
  return { ...answer, headers: [...headers, "content-length", String(body.length)], body };
}

/** Headers that say something of one body and not of another. */
const ofBody = new Set(["content-length", "transfer-encoding", "x-amzn-errortype"]);

/** The name that a name or value belongs to. */
const nameAt = ({ headers }: Answer, index: number): string =>
  headers[index - (index % 2)]!.toLowerCase();
