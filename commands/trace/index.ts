import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { InvalidArgumentError, Option } from "commander";
import type { LogDocument } from "../../functions/logs/document.ts";
import { commandLine, exitCodeOf, type Io, processIo } from "../../project/command.ts";
import { readProject, readStackConfig, stacksOf } from "../../project/stackConfig.ts";
import { searchedId } from "./callIds.ts";
import { causeOf } from "./cause.ts";
import { hopsOf } from "./hops.ts";
import { regionDocuments } from "./insights.ts";
import { localDocuments } from "./localLogs.ts";
import { htmlReport, textReport } from "./report.ts";
import { TraceError } from "./traceError.ts";

interface TraceOptions {
  readonly env: string;
  /** In ms. */
  readonly since: number;
  readonly json?: true;
  readonly html?: string;
}

/** How long to look for a call whose lines have not arrived yet, in ms. */
const patienceMs = 30_000;

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function duration(text: string): number {
  const [, count, unit = ""] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  if (count !== undefined) return Number(count) * unitMs[unit]!;
  throw new InvalidArgumentError(
    "Must be a number of minutes, hours or days, such as 30m, 3h or 2d.",
  );
}

/** `npm run trace -- <id>`: follows a call over its hops, on this machine or in an environment's regions. */
export const run = (argv: readonly string[], io: Io = processIo): Promise<number> =>
  exitCodeOf(io, async () => {
    const command = commandLine("npm run trace", io)
      .description("Follows a call: its hops in order, with durations and the cause of a failure.")
      .argument("<id>", "correlation id, request id or trace id of the call")
      .option("--env <name>", "a deployed environment, such as prod", "local")
      .addOption(
        new Option("--since <time>", "how far back to search on AWS, such as 30m or 2d")
          .argParser(duration)
          .default(unitMs["h"]! * 3, "3h"),
      )
      .option("--json", "the lines as documents, which docs/logs.md describes")
      .option("--html <file>", "writes a page with a waterfall")
      .parse(argv, { from: "user" });
    const { env, since, json, html } = command.opts<TraceOptions>();
    const id = searchedId(command.args[0]!);
    const documents =
      env === "local" ? await localDocuments(io.cwd, id) : await deployed(env, id, since, io);
    if (documents.length === 0) {
      const where = env === "local" ? "The logs in .local/logs" : `The logs of ${env} since then`;
      throw new TraceError(`${where} have no line with "${id}".`);
    }
    const hops = hopsOf(documents);
    const cause = causeOf(hops);
    if (html !== undefined) await writeFile(resolve(io.cwd, html), htmlReport(id, hops, cause));
    const sorted = hops.map(({ document }) => document);
    io.out(
      json
        ? `${JSON.stringify({ id, cause, lines: sorted }, null, 2)}\n`
        : `${textReport(hops, cause)}\n`,
    );
  });

/** The lines of all regions of an environment, which are asked at the same time. */
async function deployed(env: string, id: string, sinceMs: number, io: Io): Promise<LogDocument[]> {
  const project = await readProject(io.cwd);
  const stacks = (await stacksOf(project, env)).filter((stack) => stack !== `${env}-edge`);
  if (stacks.length === 0) throw new TraceError(`The environment "${env}" has no stacks.`);
  const since = Date.now() - sinceMs;
  let isFound = false;
  const found = await Promise.all(
    stacks.map(async (stack) => {
      const region = (await readStackConfig(project, stack))["aws:region"] ?? "";
      const progress = (message: string) => io.err(`${region}: ${message}\n`);
      progress("searching");
      const search = {
        region,
        environment: env,
        id,
        since,
        patienceMs,
        progress,
        isFound: () => isFound,
      };
      const lines = await regionDocuments(search);
      isFound ||= lines.length > 0;
      progress(`${lines.length} lines`);
      return lines;
    }),
  );
  return found.flat();
}
