import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { InvalidArgumentError, Option } from "commander";
import { commandLine, type Io } from "../project/command.ts";
import { regionList } from "../project/regionList.ts";

/** The options of `npm run deploy`. */
export interface DeployOptions {
  readonly environment: string;
  readonly regions: string[] | undefined;
  readonly preview: boolean;
  readonly destroy: boolean;
  readonly yes: boolean;
  readonly concurrency: number;
  readonly watchSeconds: number;
  readonly healthTimeoutSeconds: number;
  /** Absolute paths, because the CLI may run in another folder. */
  readonly policyPacks: string[];
  readonly local: boolean;
  /** The name of the updates. `undefined` takes the commit. */
  readonly message: string | undefined;
  readonly diff: boolean;
  readonly json: boolean;
  readonly unlock: boolean;
}

/** Reads the command line of `npm run deploy`. */
export function readOptions(argv: readonly string[], io: Io): DeployOptions {
  const command = commandLine("npm run deploy", io)
    .description("Deploys every region of an environment from stacks/, one canary region first.")
    .argument("<environment>", "environment to deploy, such as dev")
    .option("--region <names>", "only these regions, such as us-east-1,eu-west-1", regions)
    .option("--preview", "show the changes without deploying them", false)
    .option("--yes", "deploy without asking", false)
    .option("--concurrency <number>", "regions to deploy at once after the canary", atLeastOne, 4)
    .option("--watch <seconds>", "how long to watch the canary region's alarms", seconds)
    .option(
      "--health-timeout <seconds>",
      "how long to wait for a region to be healthy",
      seconds,
      60,
    )
    .option("--policy-pack <folder>", "policy pack for every region", policyPack(io.cwd))
    .option("--no-policy-pack", "deploy without policies")
    .option("--message <text>", "name of the updates in Pulumi's history (default: the Git commit)")
    .option("--diff", "show every change with its old and new values in the plan", false)
    .addOption(
      new Option(
        "--json",
        "print one JSON result, and the progress on stderr; with --yes or --preview",
      )
        .default(false)
        .conflicts(["destroy", "unlock"]),
    )
    .option("--local", "deploy to this machine, without an AWS account", false)
    .addOption(
      new Option("--destroy", "delete every region's resources; asks for the environment's name")
        .default(false)
        .conflicts(["preview", "yes"]),
    )
    .addOption(
      new Option("--unlock", "release the locks that killed deployments have left")
        .default(false)
        .conflicts(["preview", "destroy"]),
    )
    .addHelpText("after", exitCodes)
    .parse(argv, { from: "user" });
  const options = command.opts<{
    region?: string[];
    preview: boolean;
    yes: boolean;
    concurrency: number;
    watch?: number;
    healthTimeout: number;
    policyPack?: string | false;
    local: boolean;
    destroy: boolean;
    message?: string;
    diff: boolean;
    json: boolean;
    unlock: boolean;
  }>();
  if (options.json && !options.yes && !options.preview) {
    command.error("error: --json asks no questions. Add --yes or --preview.");
  }
  return {
    environment: command.args[0]!,
    regions: options.region,
    preview: options.preview,
    destroy: options.destroy,
    yes: options.yes,
    concurrency: options.concurrency,
    watchSeconds: options.watch ?? (options.local ? 0 : defaultWatchSeconds),
    healthTimeoutSeconds: options.healthTimeout,
    policyPacks: policyPacks(options.policyPack, io.cwd),
    local: options.local,
    message: options.message,
    diff: options.diff,
    json: options.json,
    unlock: options.unlock,
  };
}

const exitCodes = `
Exit codes:
  0    every region is deployed and healthy; with --preview, the plan was made
  1    a region failed, is not healthy or could not be checked; nothing was agreed; wrong options
  130  cancelled by Ctrl-C
After 1 and 130 the same command continues.`;

/** The region's alarms fire after two bad minutes out of three, four to five minutes in all. */
const defaultWatchSeconds = 300;

/** The chosen pack; by default the project's. */
function policyPacks(chosen: string | false | undefined, cwd: string): string[] {
  if (typeof chosen === "string") return [chosen];
  return chosen !== false && isPack(resolve(cwd, "policy")) ? [resolve(cwd, "policy")] : [];
}

const isPack = (folder: string): boolean => existsSync(`${folder}/PulumiPolicy.yaml`);

/** The option may be repeated. */
const regions = (text: string, before: readonly string[] = []): string[] => [
  ...before,
  ...regionList(text),
];

function atLeastOne(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError("Must be a whole number, 1 or greater.");
}

function seconds(text: string): number {
  const value = Number(text);
  if (text !== "" && value >= 0 && value <= 3_600) return value;
  throw new InvalidArgumentError("Must be a number of seconds from 0 to 3600.");
}

const policyPack = (cwd: string) => (folder: string) => {
  if (isPack(resolve(cwd, folder))) return resolve(cwd, folder);
  throw new InvalidArgumentError(
    `${folder}/PulumiPolicy.yaml does not exist. Pass the folder of a policy pack.`,
  );
};
