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
  return { state: await stateOf(root, child.pid!), leave };
}

/** The file of a process, by its name: see `publishState`. */
async function stateOf(root: string, pid: number): Promise<PlatformState> {
  const folder = join(root, ".local", "running");
  const file = (await readdir(folder)).find((name) => name.includes(`-${pid}-`));
  if (file === undefined) throw new StartError("The platform started but published no addresses.");
  return JSON.parse(await readFile(join(folder, file), "utf8")) as PlatformState;
}
