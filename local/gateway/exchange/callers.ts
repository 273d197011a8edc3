/** The verdict of policies on a request: a `deny` beats every `allow`; `silent` is neither. */
export type Decision = "allow" | "deny" | "silent";

/** A signed request that asks to be let through. */
interface CallerQuestion {
  readonly accessKeyId: string;
  /** What is called, such as `arn:aws:execute-api:us-east-1:123456789012:a1b2c3/live/GET/orders`. */
  readonly methodArn: string;
  readonly sourceIp: string;
  /** What the signer's policies are asked about. @default "execute-api:Invoke" */
  readonly action?: "execute-api:InvalidateCache";
}

/** Whose an access key is. */
export interface Signer {
  readonly secretAccessKey: string;
  /** What a session's requests carry beside their signature; undefined for a user's own key. */
  readonly sessionToken: string | undefined;
  /** Whether the session is over. */
  readonly expired: boolean;
  readonly caller: Caller;
  /** What the signer's own policies say to the action on the method. */
  readonly decision: Decision;
}

/** Who signed a request: part of `requestContext.identity`. */
export interface Caller {
  readonly accessKey: string;
  readonly accountId: string;
  /** The principal's unique id; for a role with the session's name, `AROA…:session`. */
  readonly caller: string;
  readonly user: string;
  readonly userArn: string;
}

/** Finds out whose an access key is; undefined for a key that is nobody's, or that is switched off. */
export type FindSigner = (question: CallerQuestion) => Promise<Signer | undefined>;
