import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Option } from "commander";
import { checkConfig, configureRules } from "../../policy/config/packConfig.ts";
import { PolicyConfigError } from "../../policy/config/ruleConfig.ts";
import { ruleSets } from "../../policy/ruleSets.ts";
import { commandLine, exitCodeOf, type Io, processIo } from "../../project/command.ts";
import { isMandatory, judgeExport, readExportedResources } from "./judgeExport.ts";
import { reports } from "./reports.ts";

const projectConfig = fileURLToPath(new URL("../../policy/config.json", import.meta.url));

interface PolicyOptions {
  readonly graph: string;
  readonly format: keyof typeof reports;
  readonly set?: string;
  readonly config: string;
}

const readOptions = (argv: readonly string[], io: Io): PolicyOptions =>
  commandLine("npm run policy", io)
    .description(
      "Checks a deployed stack, from the file that `pulumi stack export --file` wrote. Exits with 1 if " +
        "a deployment would be stopped, and with 2 if the stack could not be checked.",
    )
    .requiredOption("--graph <file>", "the stack export")
    .addOption(
      new Option("--format <name>", "format of the report")
        .choices(Object.keys(reports))
        .default("text"),
    )
    .addOption(
      new Option("--set <name>", "only the rules of this set").choices(
        ruleSets.map(({ name }) => name),
      ),
    )
    .option("--config <file>", "configuration of the rules", projectConfig)
    .parse(argv, { from: "user" })
    .opts<PolicyOptions>();

/** `npm run policy -- --graph <export>`: checks a deployed stack. */
export const run = (argv: readonly string[], io: Io = processIo): Promise<number> =>
  exitCodeOf(
    io,
    async () => {
      const { graph, format, set, config } = readOptions(argv, io);
      const text = await readFile(resolve(io.cwd, graph), "utf8");
      const sets = ruleSets.filter(({ name }) => set === undefined || name === set);
      const report = judgeExport(
        readExportedResources(text, graph),
        configureRules(
          sets.flatMap(({ rules }) => rules),
          await readConfig(config, io.cwd),
        ),
      );
      io.out(`${reports[format](report, graph, text)}\n`);
      return report.judgements.some(isMandatory) ? 1 : 0;
    },
    2,
  );

async function readConfig(file: string, cwd: string) {
  if (file === projectConfig && !existsSync(file)) return {};
  const text = await readFile(resolve(cwd, file), "utf8");
  try {
    return checkConfig(JSON.parse(text), file);
  } catch (error) {
    if (error instanceof SyntaxError) throw new PolicyConfigError(`${file}: ${error.message}.`);
    throw error;
  }
}
