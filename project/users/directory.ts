import type { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";

/**
 * Refuses the tokens of a user's sign-ins until a time.
 *
 * @param subject - the user's `sub`
 * @param now - milliseconds since 1970 by Cognito's clock, which the tokens' times are by
 */
export type Revoke = (subject: string, now: number) => Promise<void>;

/** A user pool and how to reach it. */
export interface Directory {
  readonly cognito: CognitoIdentityProviderClient;
  readonly userPoolId: string;
  /** For messages, such as `dev`. */
  readonly environment: string;
  /** Left out without `identity.revocation`. */
  readonly revoke?: Revoke | undefined;
  close(): void;
}

/**
 * How a client of a user pool retries: Cognito refuses what exceeds an account's rates, such as 50 new users a
 * second; the SDK then slows down. Source: Cognito Developer Guide, "Quotas in Amazon Cognito"; SDK, `retryMode`.
 */
export const patient = { retryMode: "adaptive", maxAttempts: 10 };
