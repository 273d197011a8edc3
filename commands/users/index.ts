import { resolve } from "node:path";
import { InvalidArgumentError } from "commander";
import { commandLine, exitCodeOf, type Io, numberFrom, processIo } from "../../project/command.ts";
import { onStopSignals } from "../../project/stopSignals.ts";
import searchable from "../../project/userPools/searchable.json" with { type: "json" };
import {
  createUser,
  disableUser,
  enableUser,
  resetPassword,
  signOutUser,
} from "../../project/users/changeUser.ts";
import type { Directory } from "../../project/users/directory.ts";
import { openDirectory } from "./directory.ts";
import { directoryCommands, type OpenDirectory } from "./directoryCommand.ts";
import { exportUsers } from "./exportUsers.ts";
import { readImport } from "./importFile.ts";
import { importUsers } from "./importUsers.ts";
import { listUsers, showUser } from "./list.ts";
import { type CreateOptions, newUser } from "../../project/users/newUser.ts";
import { printable } from "../../project/users/printable.ts";
import { findUser, nameOf, type UserRecord } from "../../project/users/readUser.ts";
import { UsersError } from "../../project/users/usersError.ts";

/** Most users that are listed unless asked for more. */
const usualLimit = 100;

/** `npm run users -- list|show|create|disable|enable|reset-password|sign-out|export|import`: the users of an environment. */
export const run = (
  argv: readonly string[],
  io: Io = processIo,
  open: OpenDirectory = openDirectory,
): Promise<number> =>
  exitCodeOf(io, async () => {
    let exitCode = 0;
    const program = commandLine("npm run users", io).description(
      "Shows and changes the users of the running platform, or of a deployed environment.",
    );
    const print = (text: string) => io.out(`${text}\n`);

    const command = directoryCommands(program, io.cwd, open);

    /** A command that changes one user. @returns what to print about it */
    const change = (
      name: string,
      description: string,
      action: (directory: Directory, user: UserRecord) => Promise<string>,
    ) =>
      command(
        name,
        description,
        (it) => it.argument("<user>", whoever),
        async (directory, wanted: string) => {
          const user = await findUser(directory, wanted);
          const done = await action(directory, user);
          print(`${printable(nameOf(user))} (${user.username}): ${done}`);
        },
      );

    command(
      "list",
      "Lists users.",
      (it) =>
        it
          .option("--filter <attribute=value>", "such as email=jane*", searchFilter)
          .option("--group <name>", "only users of this group")
          .option("--limit <number>", "the most users to list", numberFrom(1, 1e9), usualLimit)
          .option("--all", "list all of them", false)
          .option("--json", "print a line of JSON for each", false),
      (
        directory,
        options: {
          filter?: readonly [string, string];
          group?: string;
          limit: number;
          all: boolean;
          json: boolean;
        },
      ) => {
        if (options.filter && options.group !== undefined) {
          throw new UsersError("Cognito can't combine --filter and --group. Give one of them.");
        }
        const limit = options.all ? Infinity : options.limit;
        return listUsers(directory, { ...options, limit }, io);
      },
    );

    command(
      "show",
      "Shows a user's attributes and groups.",
      (it) => it.argument("<user>", whoever).option("--json", "print a line of JSON", false),
      async (directory, wanted: string, options: { json: boolean }) =>
        showUser(directory, await findUser(directory, wanted), options, io),
    );

    command(
      "create",
      "Creates a user and sends an invitation.",
      (it) =>
        it
          .argument("<name>", "what the user signs in with, such as an email address")
          .option("--attribute <name=value>", "attribute; may be repeated", pairs, [])
          .option("--group <name>", "group to join; may be repeated", several, [])
          .option(
            "--no-message",
            "send nothing: the user signs in by code, or resets the password",
          ),
      async (directory, name: string, options: CreateOptions) => {
        const user = await newUser(directory, name, options);
        const username = await createUser(directory, user);
        print(`${printable(name)} (${username}): created${user.invites ? " and invited" : ""}`);
      },
    );

    change("disable", "Keeps a user out and ends all sessions.", async (directory, user) => {
      await disableUser(directory, user);
      return `disabled and signed out. ${tokensOf(directory)}`;
    });
    change("enable", "Lets a disabled user in again.", async (directory, user) => {
      await enableUser(directory, user);
      return "enabled";
    });
    change("sign-out", "Ends all sessions of a user.", async (directory, user) => {
      await signOutUser(directory, user);
      return `signed out. ${tokensOf(directory)}`;
    });
    change("reset-password", "Sends a user a code for a new password.", async (directory, user) =>
      (await resetPassword(directory, user)) === "code"
        ? "the password is void; a code for a new one was sent"
        : "had not come yet; a new invitation was sent",
    );

    command(
      "export",
      "Writes all users to a file, one object of JSON a line, without passwords.",
      (it) => it.requiredOption("--out <file>", "new file for the users"),
      async (directory, { out }: { out: string }) => {
        const count = await exportUsers(directory, resolve(io.cwd, out), stopSignal(), io);
        print(`${count} users are in ${out}. It has personal data: only you may read it.`);
      },
    );

    command(
      "import",
      "Creates the users of a file that export wrote. Who is there already is left alone.",
      (it) =>
        it
          .argument("<file>", "one object of JSON a line")
          .option("--invite", "send each an invitation with a new password", false)
          .option("--yes", "import; without it, the file is only checked", false),
      async (directory, file: string, { invite, yes }: { invite: boolean; yes: boolean }) => {
        const { users, external, unconfirmed } = await readImport(directory, resolve(io.cwd, file));
        if (external > 0) {
          print(
            `${external} users of external providers are left out: they appear at their first sign-in.`,
          );
        }
        if (unconfirmed > 0) {
          print(`${unconfirmed} users never confirmed their address and are left out.`);
        }
        if (!yes) {
          const what = `${users.length} users of ${file} can be imported into ${directory.environment}`;
          return print(`${what}. Nothing was changed. Add --yes to import them.`);
        }
        const options = { invites: invite, signal: stopSignal() };
        const { created, existing, failures, left } = await importUsers(
          directory,
          users,
          options,
          io,
        );
        print(
          `${created} created, ${existing} were there already, ${failures.length} failed, ${left} left.`,
        );
        for (const failure of failures) io.err(`${failure}\n`);
        if (left > 0) io.err("Stopped. Run the same command again to go on.\n");
        if (failures.length + left > 0) exitCode = 1;
      },
    );

    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  });

/** Aborted by Ctrl-C. A second one ends the process. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  onStopSignals({ first: () => stop.abort(), again: () => process.exit(130) });
  return stop.signal;
}

const whoever = "email address, phone number, sub or user name";

/** What becomes of a user's tokens when all sessions end. */
const tokensOf = ({ revoke }: Directory): string =>
  revoke
    ? "The API refuses the user's tokens within the time of identity.revocation."
    : "Tokens that the user has work until they expire.";

function pair(text: string): readonly [string, string] {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return [name, value];
  throw new InvalidArgumentError("Must be a name and a value, such as name=Jane.");
}

const pairs = (text: string, earlier: readonly (readonly [string, string])[]) => [
  ...earlier,
  pair(text),
];

const several = (text: string, earlier: readonly string[]) => [...earlier, text];

function searchFilter(text: string): readonly [string, string] {
  const [name, value] = pair(text);
  if (searchable.includes(name)) return [name, value];
  throw new InvalidArgumentError(`Cognito can search these only: ${searchable.join(", ")}.`);
}
