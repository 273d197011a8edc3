import { createHash } from "node:crypto";

/** What one user has used up of their guesses and mails. Times are milliseconds since 1970. */
export interface CodeBudget {
  /** Guesses since the last right one. */
  readonly guesses: number;
  readonly guessedAt: number;
  /** Of the mails of the last hour. */
  readonly mailedAt: readonly number[];
}

/** Guesses without a wait: a person mistypes a code or takes the mail before. */
export const freeGuesses = 5;

/** The wait before the next guess, which doubles with each: long enough to end a program's guessing. */
export const firstWaitMs = 60_000;

/** Six guesses a day for those who never rest; longer waits would only hit the user. */
export const longestWaitMs = 4 * 60 * 60_000;

/** Guesses are forgotten after a day without any: 13 guesses and a day's rest are 11 guesses a day. */
export const guessesKeptMs = 24 * 60 * 60_000;

/** Enough for somebody whose mails are slow or whom the spam filter hides them from. */
export const mailsPerHour = 5;

const hourMs = 60 * 60_000;

export const fullBudget: CodeBudget = { guesses: 0, guessedAt: 0, mailedAt: [] };

/** The budget after one more guess; undefined before its wait is over. */
export function spendGuess(budget: CodeBudget, now: number): CodeBudget | undefined {
  if (now < nextGuessAt(budget)) return undefined;
  const guesses = now - budget.guessedAt < guessesKeptMs ? budget.guesses : 0;
  return { ...budget, guesses: guesses + 1, guessedAt: now };
}

/** The budget after one more mail; undefined when the hour's are used up or no guess is allowed. */
export function spendMail(budget: CodeBudget, now: number): CodeBudget | undefined {
  const mailedAt = budget.mailedAt.filter((time) => now - time < hourMs);
  if (mailedAt.length >= mailsPerHour || now < nextGuessAt(budget)) return undefined;
  return { ...budget, mailedAt: [...mailedAt, now] };
}

/** The budget after a right guess. Mails stay counted: whoever has the mailbox can flood it, too. */
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
 * Whose budget it is: the user's by their `sub`, however they spelled their address. Names of
 * nobody share 256 budgets, so that they cause the same work as a user's and the table does not
 * grow with them.
 */
export function budgetKey({ userName, request }: TriggerEvent): string {
  const sub = request.userAttributes?.["sub"];
  if (sub && !request.userNotFound) return `user#${sub}`;
  return `nobody#${createHash("sha256").update(userName).digest()[0]}`;
}
