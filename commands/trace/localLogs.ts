import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { documentOf, type LogDocument, type LogKind } from "../../functions/logs/document.ts";
import { linesAbout } from "../../local/calls/logLines.ts";
import { follow } from "./callIds.ts";
import { TraceError } from "./traceError.ts";

/**
 * The lines about a call in the logs of the last start on this machine, as documents.
 *
 * @param root - the project's folder
 * @throws TraceError if nothing was started yet
 */
export async function localDocuments(root: string, id: string): Promise<LogDocument[]> {
  const parent = join(root, ".local", "logs");
  const starts = (await readdir(parent).catch(() => [])).sort();
  const last = starts.at(-1);
  if (last === undefined) {
    throw new TraceError("There are no logs in .local/logs. Start the platform: npm start");
  }
  const find = async (ids: readonly string[]) =>
    (await linesAbout(join(parent, last), ids)).flatMap(({ log, line }) => {
      const document = toDocument(log, line);
      return document ? [document] : [];
    });
  return follow(find, id);
}

/** The log of the platform's own parts, by its name. Others are of functions and services. */
const kinds: Readonly<Record<string, LogKind>> = {
  access: "access",
  "access/Canary": "access",
  firewall: "firewall",
  gateway: "gateway",
  network: "network",
};

function toDocument(log: string, line: string): LogDocument | undefined {
  const [, region, name = ""] = /^([a-z]+(?:-[a-z]+)+-\d)\/(.+)$/.exec(log) ?? [];
  if (region === undefined) return undefined;
  // Pulumi ends the names of functions with seven hexadecimal digits.
  const kind = kinds[name] ?? (/-[\da-f]{7}$/.test(name) ? "function" : "service");
  return documentOf(kind, { message: line }, { region, environment: "local", source: name });
}
