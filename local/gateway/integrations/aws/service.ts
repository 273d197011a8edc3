/** A call of an AWS service that an integration makes. */
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
  /** The role in whose name it is made. */
  readonly roleArn: string;
}

export interface ServiceResponse {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: Buffer;
}

/**
 * Calls an AWS service in a role's name.
 *
 * @param signal - ends the call
 * @throws RoleError when API Gateway may not take on the role
 */
export type CallService = (
  request: ServiceRequest,
  signal: AbortSignal,
) => Promise<ServiceResponse>;

/** API Gateway may not take on an integration's role. */
export class RoleError extends Error {
  override readonly name = "RoleError";
}
