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
  /** Not sent: the circuit breaker is open. */
  breakerOpen: 503,
  /** Not sent: the service is unlikely to respond in time. */
  shed: 503,
  /** There is no key for the call's assertion: KMS refuses, or can't be reached in time. */
  unsigned: 503,
  /** No complete response before the deadline. */
  timeout: 504,
} as const;

export type FailureKind = keyof typeof statusByKind;

/** How far an attempt came: `unsent` if not a byte of the request left, `received` if the response began. */
export type Progress = "unsent" | "sent" | "received";

export interface FailureDetails {
  /** @default "unsent" */
  readonly progress?: Progress;
  /** When the client may try again, in seconds. @default 1 with the status 503 */
  readonly retryAfterSeconds?: number;
}

/** A call without a response of the service. The message is for the log, not for the client. */
export class ProxyFailure extends Error {
  override readonly name = "ProxyFailure";
  readonly kind: FailureKind;
  /** HTTP status for the client. */
  readonly status: number;
  readonly progress: Progress;
  readonly retryAfterSeconds: number | undefined;

  constructor(kind: FailureKind, message: string, details: FailureDetails = {}) {
    super(message);
    this.kind = kind;
    this.status = statusByKind[kind];
    this.progress = details.progress ?? "unsent";
    this.retryAfterSeconds = details.retryAfterSeconds ?? (this.status === 503 ? 1 : undefined);
  }
}

/** Any thrown value as a `ProxyFailure`, by default of the kind `unexpected`. */
export function asFailure(thrown: unknown): ProxyFailure {
  if (thrown instanceof ProxyFailure) return thrown;
  const trace = thrown instanceof Error ? thrown.stack : undefined;
  return new ProxyFailure("unexpected", trace ?? String(thrown));
}
