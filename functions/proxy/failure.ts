/** The ways a call fails without a response of the service, with the status for the client. */
const statusByKind = {
  /** The service could read the path differently from the gateway, which authorized the call. */
  unsafePath: 400,
  /** A bug: neither a client nor a service can cause it. */
  unexpected: 500,
  /** The service ended its response early or sent none. */
  brokenResponse: 502,
  /** A kept-alive connection was closed, and the request was not safe to repeat. */
  staleConnection: 502,
  /** The response exceeds what a Lambda function may return. */
  responseTooLarge: 502,
  /** No connection: refused, no route, unknown name, or connect timeout. */
  unreachable: 503,
  /** No complete response within the total timeout. */
  timeout: 504,
} as const;

export type FailureKind = keyof typeof statusByKind;

/** A call without a response of the service. The message is for the log, not for the client. */
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

/** Any thrown value as a `ProxyFailure`, by default of the kind `unexpected`. */
export function asFailure(thrown: unknown): ProxyFailure {
  if (thrown instanceof ProxyFailure) return thrown;
  const trace = thrown instanceof Error ? thrown.stack : undefined;
  return new ProxyFailure("unexpected", trace ?? String(thrown));
}
