import { type Command, InvalidArgumentError } from "commander";
import { awsRegions, isAwsRegion, regionAdvice } from "../../project/awsRegions.ts";
import { commandLine, exitCodeOf, type Io, numberFrom, processIo } from "../../project/command.ts";
import { readProject } from "../../project/stackConfig.ts";
import { type Environment, existingEnvironment, setting } from "../region/environment.ts";
import type { Load, RegionSettings } from "./load.ts";
import { capacityReport, demands } from "./report.ts";

interface CapacityOptions {
  readonly rps: number;
  readonly regions?: readonly string[];
  readonly env?: string;
  readonly latencyMs: number;
  readonly writes: number;
  readonly requestsPerSignIn: number;
  readonly rpsPerTask: number;
  readonly failover: boolean;
  readonly edge: boolean;
  readonly json: boolean;
}

const describe = (io: Io): Command =>
  commandLine("npm run capacity", io)
    .description(
      "Shows which quotas a load reaches first, at how many requests, and what to raise.",
    )
    .requiredOption(
      "--rps <number>",
      "requests per second of all regions",
      numberFrom(1, 10_000_000),
    )
    .option("--regions <list>", "how many regions, or their names", regionNames)
    .option("--env <name>", "take regions and settings from an environment's stack files")
    .option(
      "--latency-ms <number>",
      "time that a request takes in a function",
      numberFrom(1, 900_000),
      100,
    )
    .option("--writes <percent>", "requests that write to a table", numberFrom(0, 100), 10)
    .option(
      "--requests-per-sign-in <number>",
      "requests of a client per sign-in or refresh",
      numberFrom(1, 1_000_000),
      500,
    )
    .option("--rps-per-task <number>", "requests per second of a task", numberFrom(1, 100_000), 100)
    .option("--no-failover", "do not keep room for the loss of a region")
    .option("--edge", "with CloudFront in front [default: as in --env]", false)
    .option("--json", "print JSON", false);

/** `npm run capacity -- --rps 50000 --regions 4`: the quotas that a load reaches. */
export const run = (argv: readonly string[], io: Io = processIo): Promise<number> =>
  exitCodeOf(io, async () => {
    const options = describe(io).parse(argv, { from: "user" }).opts<CapacityOptions>();
    const load = await loadFrom(options, io.cwd);
    io.out(
      options.json
        ? `${JSON.stringify({ load, quotas: demands(load) }, null, 2)}\n`
        : `${capacityReport(load)}\n`,
    );
  });

/** The load and the environment do not fit together. */
class CapacityError extends Error {
  override readonly name = "CapacityError";
}

async function loadFrom(options: CapacityOptions, root: string): Promise<Load> {
  if (options.regions === undefined && options.env === undefined) {
    throw new CapacityError("Pass --regions with a number or names, or --env with an environment.");
  }
  const environment = options.env && (await existingEnvironment(root, options.env));
  const settings = environment
    ? settingsOf(environment)
    : await defaultSettings(root, options.regions!);
  const regions = environment ? chosen(settings, options) : settings;
  return {
    rps: options.rps,
    regions,
    failover: options.failover && regions.length > 1,
    domain:
      !environment || setting(environment.project, environment.regions[0]!, "domainName") !== "",
    edge: options.edge || Boolean(environment && environment.edge),
    latencyMs: options.latencyMs,
    writeShare: options.writes / 100,
    requestsPerSignIn: options.requestsPerSignIn,
    rpsPerTask: options.rpsPerTask,
  };
}

/** With `--env`, `--regions` selects some of its regions. */
function chosen(
  settings: readonly RegionSettings[],
  { regions, env }: CapacityOptions,
): readonly RegionSettings[] {
  if (regions === undefined) return settings;
  const known = settings.map(({ name }) => name);
  const unknown = regions.filter((region) => !known.includes(region));
  if (unknown.length === 0) return settings.filter(({ name }) => regions.includes(name));
  throw new CapacityError(
    `"${env}" has no stack in ${unknown.join(", ")}; it has ${known.join(", ")}. ` +
      "Leave out --env for regions that it does not have.",
  );
}

const settingsOf = ({ project, regions }: Environment): RegionSettings[] =>
  regions.map((stack) => {
    const get = (key: string) => setting(project, stack, key);
    const zones = (JSON.parse(get("zones") || "[]") as unknown[]).length;
    return {
      name: stack.region,
      ...productionSettings(get("production") === "true", zones),
      throttleRatePerSecond: Number(get("throttleRatePerSecond")),
    };
  });

/** What `RegionalPlatform` makes of `production`. */
const productionSettings = (production: boolean, zones: number) => ({
  zones,
  natGateways: production ? zones : 1,
  tasks: production ? 2 : 1,
});

/** Regions of a production environment with the project's defaults. */
async function defaultSettings(root: string, names: readonly string[]): Promise<RegionSettings[]> {
  const { name, defaults } = await readProject(root);
  const throttleRatePerSecond = Number(defaults[`${name}:throttleRatePerSecond`]);
  return names.map((region) => ({
    name: region,
    ...productionSettings(true, 3),
    throttleRatePerSecond,
  }));
}

function regionNames(text: string): string[] {
  const names = text.split(",").map((each) => each.trim());
  const unknown = names.find((name) => !isAwsRegion(name));
  if (unknown === undefined) return [...new Set(names)];
  const known = Object.keys(awsRegions).length;
  if (!/^\d+$/.test(text)) {
    throw new InvalidArgumentError(
      `"${unknown}" is no region. ${regionAdvice(unknown)} Or pass a number.`,
    );
  }
  const count = Number(text);
  if (count >= 1 && count <= known) {
    return Array.from({ length: count }, (_, index) => `region ${index + 1}`);
  }
  throw new InvalidArgumentError(`Must be a number from 1 to ${known}, or names of regions.`);
}
