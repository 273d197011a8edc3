/** An integration's call of an AWS service. */
export interface ServiceRequest {
  /** The service's name in ARNs and signatures, such as `sqs`. */
  readonly service: string;
  readonly region: string;
  readonly method: string;
  /** Percent-encoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** The role assumed for the call. */
  readonly roleArn: string;
  /** The `X-Amzn-Trace-Id`, which is not signed. @default none */
  readonly trace?: string;
}

export interface ServiceResponse {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: Buffer;
}

/**
 * Calls an AWS service with a role.
 *
 * @param signal - cancels the call
 * @throws RoleError when API Gateway may not assume the role
 */
export type CallService = (
  request: ServiceRequest,
  signal: AbortSignal,
) => Promise<ServiceResponse>;

/** An integration's role that API Gateway may not assume. */
export class RoleError extends Error {
  override readonly name = "RoleError";
}
