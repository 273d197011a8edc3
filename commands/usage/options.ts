import { Command, InvalidArgumentError, Option } from "commander";

/** What `npm run usage` is asked. */
export interface UsageOptions {
  readonly plan: string;
  readonly region?: string;
  /** `local` is the platform that runs on this machine. */
  readonly env: string;
  readonly stack?: string;
}

/** The command line of `npm run usage`; a wrong one ends the process with an explanation. */
export const readOptions = (argv: readonly string[] = process.argv): UsageOptions =>
  new Command("npm run usage --")
    .description("Tells what the API keys of a usage plan have used.")
    .requiredOption("--plan <name>", "usage plan, such as gold")
    .option("--region <name>", "only this region, such as us-east-1", region)
    .option("--env <name>", "a deployed environment, such as prod", "local")
    .addOption(
      new Option("--stack <name>", "a deployed stack, such as prod-us-east-1").conflicts([
        "region",
        "env",
      ]),
    )
    .parse(argv)
    .opts<UsageOptions>();

function region(text: string): string {
  if (/^[a-z]{2}(-[a-z]+)+-\d$/.test(text)) return text;
  throw new InvalidArgumentError("It is a region such as us-east-1.");
}
