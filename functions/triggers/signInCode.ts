import { createHash, randomInt, timingSafeEqual } from "node:crypto";

/** A code that lets one user sign in once. */
export interface SignInCode {
  /** Eight digits. */
  readonly digits: string;
  /** Milliseconds since 1970 from which it no longer counts. */
  readonly expiresAt: number;
}

/** Time for the mail to arrive and be read: as long as the user pool keeps a sign-in open. */
const lifetimeMs = 5 * 60_000;

/**
 * The budget allows 11 guesses a day at most, and 39 with a user who signs in by code three times a day:
 * 14,000 a year, so that one of 7,000 such attacks finds a code within a year.
 */
const length = 8;

export function newSignInCode(now: number): SignInCode {
  const digits = randomInt(10 ** length)
    .toString()
    .padStart(length, "0");
  return { digits, expiresAt: now + lifetimeMs };
}

/**
 * The code as `challengeMetadata`, by which Cognito hands it to the next trigger of the same
 * session, and to nobody else.
 */
export const toMetadata = ({ digits, expiresAt }: SignInCode): string =>
  `CODE-${digits}-${expiresAt}`;

/** The code in a `challengeMetadata`, if there is one. */
export function fromMetadata(metadata: string | undefined): SignInCode | undefined {
  const [, digits, expiresAt] = /^CODE-(\d{8})-(\d+)$/.exec(metadata ?? "") ?? [];
  return digits && expiresAt ? { digits, expiresAt: Number(expiresAt) } : undefined;
}

/** Whether the answer is the code and in time; takes equally long for every wrong answer. */
export const isAnsweredBy = (code: SignInCode, answer: string, now: number): boolean =>
  timingSafeEqual(sha256(code.digits), sha256(answer)) && now < code.expiresAt;

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();
