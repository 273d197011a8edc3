import { publishedStates, type RunningPlatform, spawnPlatform } from "../runningPlatform.ts";

/** A running platform, or one started for the demo. */
export async function findOrStart(): Promise<RunningPlatform> {
  for (const state of await publishedStates(".")) {
    if (await isRunning(state.edge)) return { state, leave: async () => {} };
  }
  console.log("No platform is running; starting one.");
  return spawnPlatform(".", ["--no-watch"]);
}

const isRunning = (url: string): Promise<boolean> =>
  fetch(`${url}/_palisade/status`).then(
    ({ ok }) => ok,
    () => false,
  );
