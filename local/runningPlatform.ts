import { spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import type { PlatformState } from "./stateFile.ts";

/** A platform that runs in another process. */
export interface RunningPlatform {
  readonly state: PlatformState;
  /** Stops it if it was started here. */
  leave(): Promise<void>;
}

/** The platform does not start. */
class StartError extends Error {
  override readonly name = "StartError";
}

/**
 * The addresses of a project's running platforms, the latest first.
 *
 * @param root - the project's folder
 */
export async function publishedStates(root: string): Promise<PlatformState[]> {
  const folder = join(root, ".local", "running");
  const files = await readdir(folder).catch(() => []);
  return Promise.all(
    files
      .sort()
      .reverse()
      .map(async (file) => JSON.parse(await readFile(join(folder, file), "utf8")) as PlatformState),
  );
}

/**
 * Starts `npm start` as a process, on free ports. It starts empty and keeps no data.
 *
 * @param root - the project's folder
 * @param args - further options of `npm start`
 * @throws StartError with what it printed, when it ends before it is ready
 */
export async function spawnPlatform(
  root: string,
  args: readonly string[] = [],
): Promise<RunningPlatform> {
  const command = ["scripts/run.mjs", "start", "--port", "0", "--no-keep", ...args];
  const child = spawn(process.execPath, command, {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const errors = text(child.stderr);
  const ready = new Promise<"ready">((resolve) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.startsWith("ready")) resolve("ready");
    });
  });
  const result = await Promise.race([ready, ended]);
  if (result !== "ready") {
    throw new StartError(`The platform did not start.\n${(await errors).trim()}`);
  }
  const leave = async () => {
    child.kill("SIGINT");
    await ended;
  };
  const state = await publishedBy(root, child.pid!);
  if (!state) throw new StartError("The platform started but published no addresses.");
  return { state, leave };
}

/** The addresses that a process has published. `undefined` if it is not ready. */
export async function publishedBy(root: string, pid: number): Promise<PlatformState | undefined> {
  const folder = join(root, ".local", "running");
  const names = await readdir(folder).catch(() => []);
  // The file's name has the process's id: see `publishState`.
  const name = names.find((each) => each.includes(`-${pid}-`));
  if (name === undefined) return undefined;
  return JSON.parse(await readFile(join(folder, name), "utf8")) as PlatformState;
}
