/** Ways a call fails without an answer of the service, and the status that tells the client. */
const statusByKind = {
  /** The path could be read as another one than the gateway authorised. */
  unsafePath: 400,
  /** A bug: nothing that a client or a service can cause. */
  unexpected: 500,
  /** The service broke off its answer or sent none. */
  brokenAnswer: 502,
  /** A kept-alive connection turned out to be closed, and repeating the request was not safe. */
  staleConnection: 502,
  /** The answer exceeds what a Lambda function may return. */
  answerTooLarge: 502,
  /** No connection: refused, no route, no such name, or not within the connect timeout. */
  unreachable: 503,
  /** No complete answer within the total timeout. */
  timeout: 504,
} as const;

export type FailureKind = keyof typeof statusByKind;

/** A call that got no answer from the service. The message is for the log, not for the client. */
export class ProxyFailure extends Error {
  override readonly name = "ProxyFailure";
  readonly kind: FailureKind;
  /** HTTP status for the client. */
  readonly status: number;

  constructor(kind: FailureKind, message: string) {
    super(message);
    this.kind = kind;
    this.status = statusByKind[kind];
  }
}

/** Any thrown value as a `ProxyFailure`; what is not one already is unexpected. */
export function asFailure(thrown: unknown): ProxyFailure {
  if (thrown instanceof ProxyFailure) return thrown;
  const trace = thrown instanceof Error ? thrown.stack : undefined;
  return new ProxyFailure("unexpected", trace ?? String(thrown));
}
