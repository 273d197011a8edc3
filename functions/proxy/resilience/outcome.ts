import type { ServiceResponse } from "../attempt.ts";
import { asFailure, type FailureKind, ProxyFailure } from "../failure.ts";
import { isIdempotent } from "../idempotent.ts";
import type { ServiceRequest } from "../request.ts";

/** A response of the service, or one that was made in its place. */
export type Response<Body> = ServiceResponse<Body | Buffer>;

/** How an attempt ended. */
export interface Outcome<Body> {
  readonly response?: Response<Body>;
  /** Set if there is no response. */
  readonly failure?: ProxyFailure;
}

/** Failures without an attempt: nothing is known of the service. */
const withoutAttempt: readonly unknown[] = ["breakerOpen", "shed"];
/** Failures of the service, which another attempt may not meet. */
const transient: readonly unknown[] = [
  "unreachable",
  "brokenResponse",
  "staleConnection",
  "timeout",
];

export const outcomeOf = <Body>(attempt: Promise<Response<Body>>): Promise<Outcome<Body>> =>
  attempt.then(
    (response) => ({ response }),
    (error: unknown) => ({ failure: asFailure(error) }),
  );

/** The kind of failure or the status by which a service has failed; `undefined` if it has not. */
export function failedBy(
  { response, failure }: Outcome<unknown>,
  statuses: readonly number[],
): FailureKind | number | undefined {
  if (response) return statuses.includes(response.status) ? response.status : undefined;
  const kind = failure!.kind;
  return transient.includes(kind) || withoutAttempt.includes(kind) ? kind : undefined;
}

/** Whether the request was not sent, or may be sent twice. */
export const maySendAgain = ({ failure }: Outcome<unknown>, { method }: ServiceRequest): boolean =>
  failure?.progress === "unsent" || isIdempotent(method);

/** Ends a response that nobody reads. */
export function discard({ response }: Outcome<unknown>): void {
  const body = response?.body as { destroy?(): void } | undefined;
  body?.destroy?.();
}
