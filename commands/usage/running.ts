import { once } from "node:events";
import { readFile } from "node:fs/promises";
import * as http from "node:http";
import * as https from "node:https";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import type { UsageResponse } from "../../local/edge/usage.ts";
import type { PlatformState } from "../../local/stateFile.ts";
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
  const { edge, certificate } = await readState(join(root, ".local", "platform.json"));
  const url = `${edge}/_palisade/usage?${query.toString()}`;
  const body = await getJson<UsageResponse["body"]>(url, certificate).catch(() => {
    throw notRunning(`${edge} does not respond`);
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

/** @param certificate - file with the server's certificate, with which it serves HTTPS */
async function getJson<T>(url: string, certificate: string | undefined): Promise<T> {
  const sent =
    certificate === undefined ? http.get(url) : https.get(url, { ca: await readFile(certificate) });
  const [response] = (await once(sent, "response")) as [http.IncomingMessage];
  return (await json(response)) as T;
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
