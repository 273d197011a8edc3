import { InvalidArgumentError, Option } from "commander";
import { commandLine, exitCodeOf, type Io, processIo } from "../../project/command.ts";
import { deployedUsage } from "./deployed.ts";
import { looksLikeRegion } from "../../project/stackName.ts";
import { pulumiOutputs } from "../pulumiOutputs.ts";
import { runningUsage } from "./running.ts";

interface UsageOptions {
  readonly plan: string;
  readonly region?: string;
  /** `local` is the platform that runs on this machine. */
  readonly env: string;
  readonly stack?: string;
}

const readOptions = (argv: readonly string[], io: Io): UsageOptions =>
  commandLine("npm run usage", io)
    .description("Shows how many requests the API keys of a usage plan have made.")
    .requiredOption("--plan <name>", "usage plan, such as gold")
    .option("--region <name>", "only this region, such as us-east-1", region)
    .option("--env <name>", "a deployed environment, such as prod", "local")
    .addOption(
      new Option("--stack <name>", "a deployed stack, such as prod-us-east-1").conflicts([
        "region",
        "env",
      ]),
    )
    .parse(argv, { from: "user" })
    .opts<UsageOptions>();

function region(text: string): string {
  if (looksLikeRegion(text)) return text;
  throw new InvalidArgumentError("Must be a region, such as us-east-1.");
}

/** `npm run usage -- --plan <name>`: requests that the API keys of a usage plan have made. */
export const run = (argv: readonly string[], io: Io = processIo): Promise<number> =>
  exitCodeOf(io, async () => {
    const { plan, region, env, stack } = readOptions(argv, io);
    const root = io.cwd;
    const text =
      env === "local" && stack === undefined
        ? await runningUsage(root, plan, region)
        : await deployedUsage({
            ...{ root, plan, env, region, stack },
            readOutputs: pulumiOutputs(root),
          });
    io.out(`${text}\n`);
  });
