import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { documentOf, type LogDocument, type LogKind } from "../../functions/logs/document.ts";
import { linesAbout } from "../../local/calls/logLines.ts";
import { follow } from "./callIds.ts";
import { TraceError } from "./traceError.ts";

/**
 * The lines about a call in the logs of this machine, as documents: of the last start that has any.
 *
 * @param root - the project's folder
 * @throws TraceError if nothing was started yet
 */
export async function localDocuments(root: string, id: string): Promise<LogDocument[]> {
  const parent = join(root, ".local", "logs");
  const starts = (await readdir(parent).catch(() => [])).sort().reverse();
  if (starts.length === 0) {
    throw new TraceError("There are no logs in .local/logs. Start the platform: npm start");
  }
  for (const start of starts) {
    const find = async (ids: readonly string[]) =>
      (await linesAbout(join(parent, start), ids)).flatMap(({ log, line }) => {
        const document = toDocument(log, line);
        return document ? [document] : [];
      });
    const documents = await follow(find, id);
    if (documents.length > 0) return documents;
  }
  return [];
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
