import { InvalidArgumentError } from "commander";
import { type KeptKind, keptKinds } from "../../local/aws/kept.ts";
import { discardData, emptyData } from "../../local/data/index.ts";
import { ask } from "../../project/ask.ts";
import { commandLine, exitCodeOf, type Io, processIo } from "../../project/command.ts";
import { regionList } from "../../project/regionList.ts";

interface ResetOptions {
  readonly env: string;
  readonly only?: KeptKind[];
  readonly region?: string[];
  readonly yes: boolean;
}

const readOptions = (argv: readonly string[], io: Io): ResetOptions =>
  commandLine("npm run reset", io)
    .description("Deletes the data that npm start keeps on this machine, after a question.")
    .option("--env <name>", "environment", "local")
    .option(
      "--only <kinds>",
      `empties only ${keptKinds.join(", ")} (a list with commas); also while the platform runs`,
      kindList,
    )
    .option("--region <names>", "regions, such as us-east-1,eu-west-1; all if left out", regionList)
    .option("--yes", "does not ask", false)
    .parse(argv, { from: "user" })
    .opts<ResetOptions>();

function kindList(text: string): KeptKind[] {
  const names = text.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !(keptKinds as readonly string[]).includes(name));
  if (unknown === undefined) return names as KeptKind[];
  throw new InvalidArgumentError(`"${unknown}" is none of ${keptKinds.join(", ")}.`);
}

/** `npm run reset`: deletes or empties the data that is kept between starts. */
export const run = (argv: readonly string[], io: Io = processIo): Promise<number> =>
  exitCodeOf(io, async () => {
    const { env, only, region, yes } = readOptions(argv, io);
    const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
    const never = new AbortController().signal;
    const options = {
      ...{ root: io.cwd, environment: env, regions: region, yes },
      ask: isTerminal ? (question: string) => ask(question, never) : undefined,
      print: (line: string) => io.out(`${line}\n`),
    };
    await (only ? emptyData({ ...options, kinds: only }) : discardData(options));
  });
