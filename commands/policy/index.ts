import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Option } from "commander";
import { checkConfig, configureRules } from "../../policy/config/packConfig.ts";
import { presetNames, type PresetName } from "../../policy/config/presets.ts";
import { PolicyConfigError } from "../../policy/config/ruleConfig.ts";
import { ruleSets } from "../../policy/ruleSets.ts";
import { commandLine, exitCodeOf, type Io, processIo } from "../../project/command.ts";
import {
  type ExportedResource,
  isMandatory,
  judgeExport,
  readExportedResources,
} from "./judgeExport.ts";
import { readGivenFile } from "./givenFile.ts";
import { type ExportFile, reports } from "./reports.ts";

const projectConfig = fileURLToPath(new URL("../../policy/config.json", import.meta.url));

interface PolicyOptions {
  readonly graph: readonly string[];
  readonly format: keyof typeof reports;
  readonly set?: string;
  readonly config: string;
  readonly preset?: PresetName;
  readonly with: readonly string[];
}

const readOptions = (argv: readonly string[], io: Io): PolicyOptions =>
  commandLine("npm run policy", io)
    .description(
      "Checks deployed stacks, from the files that `pulumi stack export --show-secrets --file` wrote. Exits with 1 if " +
        "a deployment would be stopped, and with 2 if a stack could not be checked.",
    )
    .requiredOption(
      "--graph <file>",
      "a stack export; repeat the option for stacks that belong together, such as a network and its servers",
      (file: string, files: readonly string[] = []) => [...files, file],
    )
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
    .addOption(
      new Option(
        "--preset <name>",
        "what may be public, in place of the configuration's preset",
      ).choices(presetNames),
    )
    .option(
      "--with <files...>",
      "exports of the stacks whose networks it uses; nothing is reported about them",
      [],
    )
    .parse(argv, { from: "user" })
    .opts<PolicyOptions>();

/** `npm run policy -- --graph <export>`: checks deployed stacks, together if there are several. */
export const run = (argv: readonly string[], io: Io = processIo): Promise<number> =>
  exitCodeOf(
    io,
    async () => {
      const { graph, format, set, config, preset, with: others } = readOptions(argv, io);
      const exports = await Promise.all(graph.map((file) => readExport(file, io.cwd)));
      const sets = ruleSets.filter(({ name }) => set === undefined || name === set);
      const rules = sets.flatMap(({ rules }) => rules);
      const configured = await readConfig(config, io.cwd);
      const report = judgeExport(
        exports.flatMap(({ text, file }) => readExportedResources(text, file)),
        configureRules(rules, preset === undefined ? configured : { ...configured, preset }),
        await readOthers(others, io.cwd),
      );
      io.out(`${reports[format](report, exports)}\n`);
      return report.judgements.some(isMandatory) ? 1 : 0;
    },
    2,
  );

async function readOthers(files: readonly string[], cwd: string): Promise<ExportedResource[]> {
  const how = "Make a stack export with: pulumi stack export --show-secrets --file export.json";
  const read = files.map(async (file) =>
    readExportedResources(await readGivenFile("--with", file, cwd, how), file),
  );
  return (await Promise.all(read)).flat();
}

async function readExport(file: string, cwd: string): Promise<ExportFile> {
  const how = "Make a stack export with: pulumi stack export --show-secrets --file export.json";
  return { file, text: await readGivenFile("--graph", file, cwd, how) };
}

async function readConfig(file: string, cwd: string) {
  if (file === projectConfig && !existsSync(file)) return {};
  const how = "It needs the form of policy/config.json.";
  const text = await readGivenFile("--config", file, cwd, how);
  try {
    return checkConfig(JSON.parse(text), file);
  } catch (error) {
    if (error instanceof SyntaxError) throw new PolicyConfigError(`${file}: ${error.message}.`);
    throw error;
  }
}
