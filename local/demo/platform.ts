import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { PlatformState } from "../stateFile.ts";

/** The platform of the demo. */
interface ShownPlatform {
  readonly state: PlatformState;
  /** Stops it if the demo started it. */
  leave(): Promise<void>;
}

/** A running platform, or one started for the demo. */
export async function findOrStart(): Promise<ShownPlatform> {
  const running = await readState();
  if (running && (await isRunning(running.edge))) return { state: running, leave: async () => {} };
  return startPlatform();
}

async function startPlatform(): Promise<ShownPlatform> {
  console.log("No platform is running; starting one.");
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
      throw new Error("The platform did not start. Run `npm start` to see the reason.");
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

const isRunning = (url: string): Promise<boolean> =>
  fetch(`${url}/_palisade/status`).then(
    ({ ok }) => ok,
    () => false,
  );
