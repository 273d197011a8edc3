import type { LogSource } from "../../apiTypes/logs.ts";
import { lstat, readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";

const ending = ".log";

/** The logs in a start's folder, by name. Links are left out, because processes of the team write here. */
export async function logSources(folder: string): Promise<LogSource[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const found = names
    .filter((name) => name.endsWith(ending))
    .map(async (file): Promise<LogSource[]> => {
      const path = join(folder, file);
      const stats = await lstat(path).catch(() => undefined);
      if (!stats?.isFile()) return [];
      const name = relative(folder, path).slice(0, -ending.length).split(sep).join("/");
      return [{ name, bytes: stats.size, changed: stats.mtime.toISOString() }];
    });
  const sources = (await Promise.all(found)).flat();
  return sources.sort((one, other) => one.name.localeCompare(other.name));
}

/** @param name - of a source that was listed */
export const fileOf = (folder: string, name: string): string => join(folder, `${name}${ending}`);
