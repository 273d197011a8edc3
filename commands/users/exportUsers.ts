import { open, rename, rm, stat } from "node:fs/promises";
import type { Io } from "../../project/command.ts";
import { reportWhile } from "../../project/reportWhile.ts";
import { allUsers, groupNames } from "../../project/users/allUsers.ts";
import type { Directory } from "../../project/users/directory.ts";
import { jsonLine } from "../../project/users/printable.ts";
import { UsersError } from "../../project/users/usersError.ts";

/** The file has personal data. */
const onlyMine = 0o600;

/**
 * Writes all users to a file, one object of JSON a line. The file appears when it is complete.
 *
 * @param signal - ends the export
 * @returns the number of users
 * @throws UsersError when the file exists or can't be written, or the export was ended
 */
export async function exportUsers(
  directory: Directory,
  file: string,
  signal: AbortSignal,
  io: Io,
): Promise<number> {
  if (await stat(file).catch(() => undefined)) {
    throw new UsersError(`${file} exists. Name another file with --out, or remove it.`);
  }
  let count = 0;
  const stop = reportWhile(
    () => `${count} users so far`,
    (message) => io.err(`${message}\n`),
  );
  const partial = `${file}.partial`;
  // One that a stopped export left. A new file, so that nobody else has it open.
  await rm(partial, { force: true });
  const handle = await open(partial, "wx", onlyMine).catch((error: NodeJS.ErrnoException) => {
    stop();
    throw new UsersError(`${file} can't be written: ${error.code ?? error.message}.`);
  });
  try {
    const groups = await groupsByUser(directory);
    for await (const page of allUsers(directory)) {
      if (signal.aborted) throw new UsersError("Stopped. No file was written.");
      const lines = page.map((user) =>
        jsonLine({ ...user, groups: groups.get(user.username) ?? [] }),
      );
      await handle.write(lines.join(""));
      count += page.length;
    }
    await handle.close();
    await rename(partial, file);
  } catch (error) {
    await handle.close().catch(() => {});
    await rm(partial, { force: true });
    throw error;
  } finally {
    stop();
  }
  return count;
}

/** Cognito lists a group's users in pages, but a user's groups only one by one. */
async function groupsByUser(directory: Directory): Promise<Map<string, string[]>> {
  const byUser = new Map<string, string[]>();
  for (const group of (await groupNames(directory)).sort()) {
    for await (const page of allUsers(directory, { group })) {
      for (const { username } of page)
        byUser.set(username, [...(byUser.get(username) ?? []), group]);
    }
  }
  return byUser;
}
