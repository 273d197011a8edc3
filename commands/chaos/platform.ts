import {
  publishedStates,
  type RunningPlatform,
  spawnPlatform,
} from "../../local/runningPlatform.ts";
import type { PlatformState } from "../../local/stateFile.ts";
import { ChaosError } from "./chaosError.ts";
import { EdgeClient, type EdgeStatus } from "./edgeClient.ts";
import type { ChaosOptions } from "./options.ts";

/**
 * The running platform, or one started for the scenarios.
 *
 * @param root - the project's folder
 * @param announce - says that one is started
 */
export async function findOrStart(
  root: string,
  { url, env, regions, speed }: ChaosOptions,
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
  return spawnPlatform(root, args);
}

/** @throws ChaosError when none has the URL */
async function findRunning(
  root: string,
  url: string | undefined,
): Promise<PlatformState | undefined> {
  const states = await publishedStates(root);
  for (const state of states) {
    if ((url === undefined || isSame(url, state.edge)) && (await responds(state))) return state;
  }
  if (url === undefined) return undefined;
  const others = states.map(({ edge }) => edge).join(", ") || "none";
  throw new ChaosError(
    `No platform of this folder runs at ${url}. Those that run: ${others}. Without --url, one is started.`,
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

/** @throws ChaosError when a region is not as it is after a start: scenarios must leave it as they found it */
export function assertUntouched({ regions }: EdgeStatus): void {
  for (const [name, { state, healthy, drained, delayMs }] of Object.entries(regions)) {
    const fault =
      (state !== "running" && state) ||
      (drained && "drained") ||
      (delayMs !== undefined && `slowed by ${delayMs} ms`) ||
      (!healthy && "unhealthy");
    if (!fault) continue;
    throw new ChaosError(
      `${name} is ${fault}. Scenarios begin with healthy regions: end that first, or start a platform with --env.`,
    );
  }
}

/**
 * The regions that fail.
 *
 * @throws ChaosError when they do not exist, or none would be left
 */
export function chooseTargets(
  regions: readonly string[],
  home: string,
  given: readonly string[] | undefined,
): readonly string[] {
  if (regions.length < 2) {
    throw new ChaosError(
      `The platform has only ${regions.join(", ")}. Scenarios need two regions or more.`,
    );
  }
  const targets = given ?? [regions.find((name) => name !== home)!];
  const unknown = targets.find((name) => !regions.includes(name));
  if (unknown !== undefined) {
    throw new ChaosError(`The platform has no region "${unknown}"; it has ${regions.join(", ")}.`);
  }
  if (new Set(targets).size === regions.length) {
    throw new ChaosError("--target must leave at least one region.");
  }
  return [...new Set(targets)];
}
