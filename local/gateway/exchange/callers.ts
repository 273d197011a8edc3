/** The verdict of policies on a request: a `deny` beats every `allow`; `silent` is neither. */
export type Decision = "allow" | "deny" | "silent";

/** The access key and method of a signed request. */
interface SignerQuery {
  readonly accessKeyId: string;
  /** Such as `arn:aws:execute-api:us-east-1:123456789012:a1b2c3/live/GET/orders`. */
  readonly methodArn: string;
  readonly sourceIp: string;
  /** The action that the signer's policies are evaluated for. @default "execute-api:Invoke" */
  readonly action?: "execute-api:InvalidateCache";
}

/** The owner of an access key. */
export interface Signer {
  readonly secretAccessKey: string;
  /** The token that a session's requests must contain; undefined for a user's own key. */
  readonly sessionToken: string | undefined;
  /** True if the session has ended. */
  readonly expired: boolean;
  readonly caller: Caller;
  /** The decision of the signer's own policies on the action. */
  readonly decision: Decision;
}

/** The signer of a request: part of `requestContext.identity`. */
export interface Caller {
  readonly accessKey: string;
  readonly accountId: string;
  /** The principal's unique id, for roles with the session's name: `AROA…:session`. */
  readonly caller: string;
  readonly user: string;
  readonly userArn: string;
}

/** Finds the owner of an access key; undefined for unknown and inactive keys. */
export type FindSigner = (query: SignerQuery) => Promise<Signer | undefined>;
