import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { UsageOfPlan } from "../../local/control/usage.ts";
import type { PlatformState } from "../../local/stateFile.ts";
import { EdgeClient } from "../running/edgeClient.ts";
import { table } from "../table.ts";
import { UsageError } from "./usageError.ts";

/**
 * A table of a plan's usage by API key, on the platform that runs on this machine.
 *
 * @param root - the project's folder
 * @param region - all regions if left out
 * @throws UsageError when no platform runs, or it has no such plan or region
 */
export async function runningUsage(root: string, plan: string, region?: string): Promise<string> {
  const query = new URLSearchParams({ plan, ...(region && { region }) });
  const state = await readState(join(root, ".local", "platform.json"));
  const body = await readUsage(state, query).catch(() => {
    throw notRunning(`${state.edge} does not respond`);
  });
  if ("message" in body) throw new UsageError(body.message);
  const rows = body.regions.flatMap(({ region: name, quota, keys }) =>
    keys.map(({ key, usedToday, remaining }) => [
      name,
      key,
      String(usedToday),
      remaining === null ? "no quota" : String(remaining),
      quota ? `${quota.limit} a ${quota.period.toLowerCase()}` : "-",
    ]),
  );
  if (rows.length === 0) return `No API key is in the usage plan "${plan}".`;
  return table(["region", "key", "used today", "remaining", "quota"], rows);
}

async function readUsage(
  state: PlatformState,
  query: URLSearchParams,
): Promise<UsageOfPlan | { message: string }> {
  const edge = await EdgeClient.of(state);
  try {
    const { body } = await edge.send(`/_palisade/usage?${query.toString()}`);
    return JSON.parse(body) as UsageOfPlan | { message: string };
  } finally {
    edge.close();
  }
}

async function readState(path: string): Promise<PlatformState> {
  const text = await readFile(path, "utf8").catch(() => {
    throw notRunning(`${path} does not exist`);
  });
  return JSON.parse(text) as PlatformState;
}

const notRunning = (reason: string): UsageError =>
  new UsageError(
    `No platform is running on this machine (${reason}). Start one with "npm start", or name a deployed ` +
      "one with --env or --stack.",
  );
