import { createHash } from "node:crypto";

/** The guesses and mails that one user has used up. Times are milliseconds since 1970. */
export interface CodeBudget {
  /** Guesses since the last correct one. */
  readonly guesses: number;
  readonly guessedAt: number;
  /** Times of the last hour's mails. */
  readonly mailedAt: readonly number[];
}

/** Guesses without a wait: people mistype codes, or use the previous mail's. */
export const freeGuesses = 5;

/** The first wait, which doubles with each guess: long enough to stop a program from guessing. */
const firstWaitMs = 60_000;

/** Limits an attacker who never pauses to six guesses a day; longer waits would only hurt the user. */
const longestWaitMs = 4 * 60 * 60_000;

/** Guesses expire after a day without any: 13 guesses and a day's pause average 11 guesses a day. */
export const guessesKeptMs = 24 * 60 * 60_000;

/** Enough for users whose mails are slow or end up in a spam filter. */
export const mailsPerHour = 5;

const hourMs = 60 * 60_000;

export const fullBudget: CodeBudget = { guesses: 0, guessedAt: 0, mailedAt: [] };

/** The budget after one more guess; undefined until the wait is over. */
export function spendGuess(budget: CodeBudget, now: number): CodeBudget | undefined {
  if (now < nextGuessAt(budget)) return undefined;
  const guesses = now - budget.guessedAt < guessesKeptMs ? budget.guesses : 0;
  return { ...budget, guesses: guesses + 1, guessedAt: now };
}

/** The budget after one more mail; undefined if the hour's mails are used up or no guess is allowed. */
export function spendMail(budget: CodeBudget, now: number): CodeBudget | undefined {
  const mailedAt = budget.mailedAt.filter((time) => now - time < hourMs);
  if (mailedAt.length >= mailsPerHour || now < nextGuessAt(budget)) return undefined;
  return { ...budget, mailedAt: [...mailedAt, now] };
}

/** The budget after a correct guess. Mails still count, so that nobody can flood a mailbox. */
export const forgetGuesses = (budget: CodeBudget): CodeBudget => ({ ...budget, guesses: 0 });

function nextGuessAt({ guesses, guessedAt }: CodeBudget): number {
  if (guesses < freeGuesses) return 0;
  return guessedAt + Math.min(firstWaitMs * 2 ** (guesses - freeGuesses), longestWaitMs);
}

interface TriggerEvent {
  readonly userName: string;
  readonly request: {
    readonly userAttributes?: Readonly<Record<string, string>>;
    readonly userNotFound?: boolean | undefined;
  };
}

/**
 * The key of a user's budget: their `sub`, however they spelled their address. Unknown names share 256
 * budgets: they cause the same work as a user's, and the table does not grow with them.
 */
export function budgetKey({ userName, request }: TriggerEvent): string {
  const sub = request.userAttributes?.["sub"];
  if (sub && !request.userNotFound) return `user#${sub}`;
  return `nobody#${createHash("sha256").update(userName).digest()[0]}`;
}
