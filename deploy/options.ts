import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { regionList } from "../project/regionList.ts";

/** What `npm run deploy` is told to do. */
export interface DeployOptions {
  readonly environment: string;
  readonly regions: string[] | undefined;
  readonly preview: boolean;
  readonly destroy: boolean;
  readonly yes: boolean;
  readonly concurrency: number;
  readonly watchSeconds: number;
  readonly healthTimeoutSeconds: number;
  /** Absolute paths of folders: the CLI may run elsewhere. */
  readonly policyPacks: string[];
  readonly local: boolean;
}

/** The command line of `npm run deploy`. */
export const deployCommand = (): Command =>
  new Command("npm run deploy --")
    .description("Deploys every region of an environment from stacks/, one canary region first.")
    .argument("<environment>", "environment to deploy, such as dev")
    .option("--region <names>", "only these regions, such as us-east-1,eu-west-1", regions)
    .option("--preview", "show what would change, and change nothing", false)
    .option("--yes", "do not ask before the rollout", false)
    .option("--concurrency <number>", "most regions at once after the canary", atLeastOne, 4)
    .option("--watch <seconds>", "how long the canary region is watched", seconds)
    .option("--health-timeout <seconds>", "how long a region has to answer first", seconds, 60)
    .option("--policy-pack <folder>", "policy pack that every region has to pass", existing)
    .option("--no-policy-pack", "deploy without policies")
    .option("--local", "deploy to this machine, without an AWS account", false)
    .addOption(
      new Option("--destroy", "delete every region's resources; asks for the environment's name")
        .default(false)
        .conflicts(["preview", "yes"]),
    );

/**
 * Reads the command line; a wrong one ends the process with an explanation.
 *
 * @param argv - as `process.argv`: the executable, the script, then what was typed
 */
export function readOptions(
  argv: readonly string[] = process.argv,
  command = deployCommand(),
): DeployOptions {
  command.parse(argv);
  const options = command.opts<{
    region?: string[];
    preview: boolean;
    yes: boolean;
    concurrency: number;
    watch?: number;
    healthTimeout: number;
    policyPack: string | boolean;
    local: boolean;
    destroy: boolean;
  }>();
  return {
    environment: command.args[0]!,
    regions: options.region,
    preview: options.preview,
    destroy: options.destroy,
    yes: options.yes,
    concurrency: options.concurrency,
    watchSeconds: options.watch ?? (options.local ? 0 : defaultWatchSeconds),
    healthTimeoutSeconds: options.healthTimeout,
    policyPacks: policyPacks(options.policyPack),
    local: options.local,
  };
}

/** Long enough for the region's alarms to ring: they take two bad minutes of three. */
const defaultWatchSeconds = 300;

/** The project's own pack, unless another one is named or none is wanted. */
function policyPacks(given: string | boolean): string[] {
  if (given === false) return [];
  if (typeof given === "string") return [resolve(given)];
  return existsSync("policy/PulumiPolicy.yaml") ? [resolve("policy")] : [];
}

/** The option may be repeated. */
const regions = (text: string, before: readonly string[] = []): string[] => [
  ...before,
  ...regionList(text),
];

function atLeastOne(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError("It is a whole number from 1.");
}

function seconds(text: string): number {
  const value = Number(text);
  if (text !== "" && value >= 0 && value <= 3_600) return value;
  throw new InvalidArgumentError("It is a number of seconds from 0 to 3600.");
}

function existing(folder: string): string {
  if (existsSync(`${folder}/PulumiPolicy.yaml`)) return folder;
  throw new InvalidArgumentError(`There is no ${folder}/PulumiPolicy.yaml.`);
}
