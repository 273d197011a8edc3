import { pathToFileURL } from "node:url";
import { Command } from "commander";
import { readRestApis } from "../gateway/index.ts";
import { evaluateStack } from "../graph/evaluate.ts";
import { readProject } from "../graph/stackConfig.ts";
import { explain } from "../process/explain.ts";
import { environmentStacks } from "../sources/stacks.ts";
import { type FilledCall, fillTemplate, TemplateEventError } from "./fillTemplate.ts";
import { madeUpProvider } from "./madeUp.ts";
import { readEvent } from "./readEvent.ts";

const command = new Command("npm run template --")
  .description(
    "Prints what an AWS service behind a route would receive. Nothing is sent; names and ARNs are made up.",
  )
  .argument("<route>", "such as 'POST /feedback'")
  .requiredOption(
    "--event <file>",
    'JSON: { "body": "…", "path": {}, "query": {}, "headers": {}, "claims": {} }, each optional',
  )
  .option("--env <name>", "environment whose first region's stack is taken", "local")
  .parse();

const [route = ""] = command.args;
const { event, env } = command.opts<{ event: string; env: string }>();

try {
  // Before the program, which takes seconds.
  const given = await readEvent(event);
  const { api, region } = await load(env);
  print(await fillTemplate(api, region, route, given));
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

/** The API of the environment's first region. */
async function load(environment: string) {
  const project = await readProject(process.cwd());
  const [stack] = await environmentStacks(project, environment);
  const { name, region, config } = stack!;
  const { default: program } = (await import(pathToFileURL(project.main).href)) as {
    default: () => Promise<Record<string, unknown>>;
  };
  const spec = { project: project.name, stack: name, config, program };
  const { resources } = await evaluateStack(spec, madeUpProvider(region), () => undefined);
  const [api] = readRestApis(resources);
  if (api === undefined) throw new TemplateEventError(`The stack "${name}" has no REST API.`);
  return { api, region };
}

function print({ method, uri, headers, body }: FilledCall): void {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  console.log([`${method} ${uri}`, ...lines, "", String(body)].join("\n"));
}
