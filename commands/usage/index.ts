import { InvalidArgumentError, Option } from "commander";
import { commandLine, exitCodeOf, type Io, processIo } from "../../project/command.ts";
import { looksLikeRegion } from "../../project/stackName.ts";
import { pulumiOutputs } from "../pulumiOutputs.ts";
import { deployedUsage } from "./deployed.ts";
import { runningUsage } from "./running.ts";
import { usageStatistics } from "./statistics/index.ts";
import { csvReport, textReport } from "./statistics/report.ts";
import { type Dimension, dimensions } from "./statistics/statistics.ts";

interface UsageOptions {
  readonly plan?: string;
  readonly region?: string;
  /** `local` is the platform that runs on this machine. */
  readonly env: string;
  readonly stack?: string;
  /** In ms. */
  readonly since?: number;
  readonly by: readonly Dimension[];
  readonly top: number;
  readonly csv?: true;
  readonly json?: true;
}

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

const readOptions = (argv: readonly string[], io: Io): UsageOptions =>
  commandLine("npm run usage", io)
    .description(
      "Shows who calls what: calls, errors, latency and bytes by route, caller, API key and country. " +
        "With --plan, how many requests the API keys of a usage plan have made today.",
    )
    .option("--plan <name>", "the keys of this usage plan, such as gold")
    .option("--region <name>", "only this region, such as us-east-1", region)
    .option("--env <name>", "a deployed environment, such as prod", "local")
    .option(
      "--since <time>",
      "how far back, such as 30m, 12h or 7d (default: 1d; on this machine the last start)",
      duration,
    )
    .option(
      "--by <names>",
      `what to count by, separated by commas: ${dimensions.join(", ")}`,
      dimensionsIn,
      [...dimensions],
    )
    .option("--top <number>", "lines of each table", whole, 10)
    .addOption(new Option("--csv", "a line for each region and value").conflicts(["json", "plan"]))
    .addOption(new Option("--json", "everything, with numbers by time").conflicts("plan"))
    .addOption(
      new Option(
        "--stack <name>",
        "with --plan: a deployed stack, such as prod-us-east-1",
      ).conflicts(["region", "env"]),
    )
    .parse(argv, { from: "user" })
    .opts<UsageOptions>();

function region(text: string): string {
  if (looksLikeRegion(text)) return text;
  throw new InvalidArgumentError("Must be a region, such as us-east-1.");
}

function duration(text: string): number {
  const [, count, unit = ""] = /^([1-9]\d{0,3})([mhd])$/.exec(text) ?? [];
  if (count !== undefined) return Number(count) * unitMs[unit]!;
  throw new InvalidArgumentError("Must be a number of minutes, hours or days, such as 30m or 7d.");
}

function dimensionsIn(text: string): Dimension[] {
  const names = text.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !(dimensions as readonly string[]).includes(name));
  if (unknown.length === 0) return names as Dimension[];
  throw new InvalidArgumentError(`"${unknown[0]}" is none of ${dimensions.join(", ")}.`);
}

function whole(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Must be a whole number, 1 to 9999.");
}

/** `npm run usage`: who calls what; with `--plan`, requests that the API keys of a usage plan have made. */
export const run = (argv: readonly string[], io: Io = processIo): Promise<number> =>
  exitCodeOf(io, async () => {
    const options = readOptions(argv, io);
    const text =
      options.plan === undefined
        ? await statisticsText(options, io)
        : await planText({ ...options, plan: options.plan }, io.cwd);
    io.out(`${text}\n`);
  });

const planText = (
  { plan, region: only, env, stack }: UsageOptions & { plan: string },
  root: string,
): Promise<string> =>
  env === "local" && stack === undefined
    ? runningUsage(root, plan, only)
    : deployedUsage({
        ...{ root, plan, env, region: only, stack },
        readOutputs: pulumiOutputs(root),
      });

async function statisticsText(options: UsageOptions, io: Io): Promise<string> {
  const { by, top, csv, json } = options;
  const statistics = await usageStatistics(options, io);
  if (json) return JSON.stringify(statistics, null, 2);
  return csv ? csvReport(statistics) : textReport(statistics, by, top);
}
