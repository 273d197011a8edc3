import {
  publishedStates,
  type RunningPlatform,
  spawnPlatform,
} from "../../local/runningPlatform.ts";
import type { PlatformState } from "../../local/stateFile.ts";
import { EdgeClient } from "./edgeClient.ts";
import { RunningError } from "./runningError.ts";

/** Which platform a command uses. Options other than `url` start one. */
export interface PlatformChoice {
  /** The edge of a running platform. @default the latest */
  readonly url?: string;
  readonly env?: string;
  readonly regions?: readonly string[];
  readonly speed?: number;
}

/**
 * The running platform, or one started for the command.
 *
 * @param root - the project's folder
 * @param announce - says that one is started
 */
export async function findOrStart(
  root: string,
  { url, env, regions, speed }: PlatformChoice,
  announce: (text: string) => void,
): Promise<RunningPlatform> {
  const isChosen = env !== undefined || regions !== undefined || speed !== undefined;
  if (!isChosen) {
    const running = await findRunning(root, url);
    if (running) return { state: running, leave: async () => {} };
  }
  announce("Starting a platform");
  const args = [
    ...(env === undefined ? [] : ["--env", env]),
    ...(regions === undefined ? [] : ["--regions", regions.join(",")]),
    ...(speed === undefined ? [] : ["--speed", String(speed)]),
  ];
  return spawnPlatform(root, ["--no-watch", ...args]);
}

/** @throws RunningError when none has the URL */
export async function findRunning(
  root: string,
  url: string | undefined,
): Promise<PlatformState | undefined> {
  const states = await publishedStates(root);
  for (const state of states) {
    if ((url === undefined || isSame(url, state.edge)) && (await responds(state))) return state;
  }
  if (url === undefined) return undefined;
  const others = states.map(({ edge }) => edge).join(", ") || "none";
  throw new RunningError(
    `No platform of this folder runs at ${url}. Those that run: ${others}. Without --url, the latest one is used.`,
  );
}

const isSame = (given: string, edge: string): boolean =>
  URL.canParse(given) && new URL(given).origin === new URL(edge).origin;

async function responds(state: PlatformState): Promise<boolean> {
  const client = await EdgeClient.of(state).catch(() => undefined);
  const status = await client?.status().catch(() => undefined);
  client?.close();
  return status !== undefined;
}
