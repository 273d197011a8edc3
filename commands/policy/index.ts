import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Command, Option } from "commander";
import { checkConfig, configureRules } from "../../policy/config/packConfig.ts";
import { PolicyConfigError } from "../../policy/config/ruleConfig.ts";
import { ruleSets } from "../../policy/ruleSets.ts";
import { StackExportError } from "../../project/stackExport.ts";
import { isMandatory, judgeExport, readExportedResources, type Report } from "./judgeExport.ts";
import { asJson } from "./json.ts";
import { asSarif } from "./sarif.ts";
import { asText } from "./text.ts";

const projectConfig = fileURLToPath(new URL("../../policy/config.json", import.meta.url));

const command = new Command("npm run policy --")
  .description(
    "Checks a stack that is deployed, by what `pulumi stack export --file` wrote. Fails where a " +
      "deployment would be stopped.",
  )
  .requiredOption("--graph <file>", "the stack export")
  .addOption(
    new Option("--format <name>", "form of the report")
      .choices(["text", "json", "sarif"])
      .default("text"),
  )
  .addOption(
    new Option("--set <name>", "only the rules of this set").choices(
      ruleSets.map(({ name }) => name),
    ),
  )
  .option("--config <file>", "configuration of the rules", projectConfig)
  // 1 says that the stack breaks a rule.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();

const { graph, format, set, config } = command.opts<{
  graph: string;
  format: "text" | "json" | "sarif";
  set?: string;
  config: string;
}>();

try {
  const text = await readFile(graph, "utf8");
  const sets = ruleSets.filter(({ name }) => set === undefined || name === set);
  const rules = sets.flatMap((chosen) => chosen.rules);
  const report = judgeExport(
    readExportedResources(text, graph),
    configureRules(rules, await readConfig(config)),
  );
  console.log(print(text, report));
  process.exitCode = report.judgements.some(isMandatory) ? 1 : 0;
} catch (error) {
  console.error(explain(error));
  process.exitCode = 2;
}

function print(text: string, report: Report): string {
  if (format === "json") return asJson(graph, report);
  return format === "sarif" ? asSarif(graph, text, report) : asText(graph, report);
}

async function readConfig(file: string) {
  if (file === projectConfig && !existsSync(file)) return {};
  const text = await readFile(file, "utf8");
  try {
    return checkConfig(JSON.parse(text), file);
  } catch (error) {
    if (error instanceof SyntaxError) throw new PolicyConfigError(`${file}: ${error.message}.`);
    throw error;
  }
}

function explain(error: unknown): string {
  const known = error instanceof PolicyConfigError || error instanceof StackExportError;
  if (known || (error as NodeJS.ErrnoException).code) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
  return (error as Error).stack ?? String(error);
}
