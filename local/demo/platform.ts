import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { PlatformState } from "../stateFile.ts";

/** A platform to show, and how to leave it as it was found. */
export interface ShownPlatform {
  readonly state: PlatformState;
  /** Stops it if the demo started it. */
  leave(): Promise<void>;
}

/** The platform that runs already, or one that is started for the demo. */
export async function findOrStart(): Promise<ShownPlatform> {
  const running = await readState();
  if (running && (await answers(running.edge))) return { state: running, leave: async () => {} };
  return startPlatform();
}

async function startPlatform(): Promise<ShownPlatform> {
  console.log("No platform is running: starting one.");
  const child = spawn(process.execPath, ["scripts/run.mjs", "start", "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const leave = async () => {
    child.kill("SIGINT");
    await ended;
  };
  await Promise.race([
    new Promise<void>((resolve) => {
      createInterface({ input: child.stdout }).on("line", (line) => {
        if (line.startsWith("ready")) resolve();
      });
    }),
    ended.then(() => {
      throw new Error("The platform did not start; `npm start` tells why.");
    }),
  ]);
  const state = await readState();
  if (!state) throw new Error("The platform started but left no .local/platform.json.");
  return { state, leave };
}

async function readState(): Promise<PlatformState | undefined> {
  const text = await readFile(".local/platform.json", "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as PlatformState);
}

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/_palisade/status`).then(
    ({ ok }) => ok,
    () => false,
  );
