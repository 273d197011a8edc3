import {
  AliasExistsException,
  CodeDeliveryFailureException,
  InvalidParameterException,
  InvalidPasswordException,
  UnexpectedLambdaException,
  UserLambdaValidationException,
  UsernameExistsException,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Io } from "../../project/command.ts";
import { reportWhile } from "../../project/reportWhile.ts";
import { createUser } from "../../project/users/changeUser.ts";
import type { Directory } from "../../project/users/directory.ts";
import type { NumberedUser } from "./importFile.ts";
import { printable } from "../../project/users/printable.ts";

export interface ImportOptions {
  readonly invites: boolean;
  /** Ends the import after the users that are under way. */
  readonly signal?: AbortSignal;
}

export interface ImportResult {
  readonly created: number;
  /** Users who were there already, and were left alone. */
  readonly existing: number;
  /** By line. */
  readonly failures: readonly string[];
  /** Users that were not tried. */
  readonly left: number;
}

/** Users that are created at the same time. */
const workers = 5;

/**
 * Creates users. It may be repeated: who is there already is left alone.
 *
 * @throws whatever is not about a single user, such as missing rights; users under way are completed first
 */
export async function importUsers(
  directory: Directory,
  users: readonly NumberedUser[],
  { invites, signal }: ImportOptions,
  io: Io,
): Promise<ImportResult> {
  const waiting = users.values();
  const failures: string[] = [];
  let [created, existing] = [0, 0];
  let refusal: unknown;
  const importOne = async (user: NumberedUser) => {
    try {
      await createUser(directory, { ...user, invites });
      created += 1;
    } catch (error) {
      if (isOneOf(whoIsThere, error)) existing += 1;
      else if (isOneOf(ofOneUser, error)) {
        failures.push(`line ${user.line}, ${printable(`${user.username}: ${error.message}`)}`);
      } else refusal ??= error;
    }
  };
  const work = async () => {
    for (const user of waiting) {
      if (signal?.aborted || refusal !== undefined) return;
      await importOne(user);
    }
  };
  const stop = reportWhile(
    () => `${created + existing + failures.length} of ${users.length} users`,
    (message) => io.err(`${message}\n`),
  );
  try {
    await Promise.all(Array.from({ length: workers }, work));
  } finally {
    stop();
  }
  if (refusal !== undefined) throw refusal;
  return { created, existing, failures, left: users.length - created - existing - failures.length };
}

const whoIsThere = [UsernameExistsException, AliasExistsException];

const ofOneUser = [
  CodeDeliveryFailureException,
  InvalidParameterException,
  InvalidPasswordException,
  UnexpectedLambdaException,
  UserLambdaValidationException,
];

const isOneOf = (
  kinds: readonly (abstract new (...args: never) => Error)[],
  error: unknown,
): error is Error => kinds.some((kind) => error instanceof kind);
