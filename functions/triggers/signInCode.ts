import { createHash, randomInt, timingSafeEqual } from "node:crypto";

/** A code that lets one user sign in once. */
export interface SignInCode {
  /** Eight digits. */
  readonly digits: string;
  /** Milliseconds since 1970 at which it expires. */
  readonly expiresAt: number;
}

/** Time for the mail to arrive and be read: as long as the user pool keeps a sign-in open. */
const lifetimeMs = 5 * 60_000;

/**
 * The budget allows at most 11 guesses a day, or 39 if the user signs in by code three times a day. That
 * makes 14,000 guesses a year: one in 7,000 such attacks finds a code within a year.
 */
const length = 8;

export function newSignInCode(now: number): SignInCode {
  const digits = randomInt(10 ** length)
    .toString()
    .padStart(length, "0");
  return { digits, expiresAt: now + lifetimeMs };
}

/**
 * The code as `challengeMetadata`, which Cognito passes only to the next trigger of the same session.
 */
export const toMetadata = ({ digits, expiresAt }: SignInCode): string =>
  `CODE-${digits}-${expiresAt}`;

/** The code in a `challengeMetadata`; undefined if it has none. */
export function fromMetadata(metadata: string | undefined): SignInCode | undefined {
  const [, digits, expiresAt] = /^CODE-(\d{8})-(\d+)$/.exec(metadata ?? "") ?? [];
  return digits && expiresAt ? { digits, expiresAt: Number(expiresAt) } : undefined;
}

/** Whether the guess is the code and in time. Takes equally long for every wrong guess. */
export const isGuessed = (code: SignInCode, guess: string, now: number): boolean =>
  timingSafeEqual(sha256(code.digits), sha256(guess)) && now < code.expiresAt;

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();
