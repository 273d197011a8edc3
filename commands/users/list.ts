import type { Io } from "../../project/command.ts";
import { reportWhile } from "../../project/reportWhile.ts";
import { table } from "../table.ts";
import { allUsers, requireGroups } from "../../project/users/allUsers.ts";
import type { Directory } from "../../project/users/directory.ts";
import { jsonLine, printable } from "../../project/users/printable.ts";
import { filterOf, groupsOf, nameOf, type UserRecord } from "../../project/users/readUser.ts";

export interface ListOptions {
  /** Attribute and value; with `*` at its end, what the value begins with. */
  readonly filter?: readonly [attribute: string, value: string];
  readonly group?: string;
  /** The most users to list. */
  readonly limit: number;
  /** One object a line. */
  readonly json: boolean;
}

/**
 * Prints users: as a table, or as JSON while they arrive.
 *
 * @throws UsersError when the pool lacks the group
 */
export async function listUsers(directory: Directory, options: ListOptions, io: Io): Promise<void> {
  const { filter, group, limit, json } = options;
  await requireGroups(directory, group === undefined ? [] : [group]);
  const query = { filter: filter && filterOf(...filter, true), group };
  const users: UserRecord[] = [];
  let count = 0;
  const stop = reportWhile(
    () => `${count} users so far`,
    (message) => io.err(`${message}\n`),
  );
  let isMore = false;
  try {
    pages: for await (const page of allUsers(directory, query)) {
      for (const user of page) {
        isMore = count === limit;
        if (isMore) break pages;
        count += 1;
        if (json) io.out(jsonLine(user));
        else users.push(user);
      }
    }
  } finally {
    stop();
  }
  if (!json) io.out(`${count === 0 ? "No users." : userTable(users)}\n`);
  if (isMore) io.err(`These are the first ${limit}. For more: --limit <number>, or --all.\n`);
}

const userTable = (users: readonly UserRecord[]): string =>
  table(
    ["user", "status", "created", "user name"],
    users.map((user) => [
      printable(nameOf(user)),
      statusOf(user),
      user.created.slice(0, 10),
      printable(user.username),
    ]),
  );

const statusOf = ({ status, enabled }: UserRecord): string =>
  enabled ? status : `${status}, disabled`;

/** Prints all that Cognito has about a user, but nothing secret. */
export async function showUser(
  directory: Directory,
  user: UserRecord,
  { json }: { readonly json: boolean },
  io: Io,
): Promise<void> {
  const groups = await groupsOf(directory, user.username);
  if (json) return io.out(jsonLine({ ...user, groups }));
  const attributes = Object.entries(user.attributes).sort(([one], [other]) =>
    one < other ? -1 : 1,
  );
  const rows = [
    ["user name", user.username],
    ["status", statusOf(user)],
    ["created", user.created],
    ["modified", user.modified],
    ["groups", groups.join(", ") || "none"],
    ...attributes,
  ];
  const width = Math.max(...rows.map(([name]) => name!.length));
  for (const [name, value] of rows) io.out(`${name!.padEnd(width)}  ${printable(value!)}\n`);
}
