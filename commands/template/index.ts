import { Command } from "commander";
import { explain } from "../../project/explain.ts";
import { offlineApi } from "../../local/sources/offlineApi.ts";
import { type FilledCall, fillTemplate } from "./fillTemplate.ts";
import { readEvent } from "./readEvent.ts";

const command = new Command("npm run template --")
  .description(
    "Prints what an AWS service behind a route would receive. Nothing is sent; names and ARNs are made up.",
  )
  .argument("<route>", "such as 'POST /feedback'")
  .requiredOption(
    "--event <file>",
    'JSON: { "body": "…", "path": {}, "query": {}, "headers": {}, "claims": {}, "authorizer": {} }, each optional',
  )
  .option("--env <name>", "environment whose first region's stack is taken", "local")
  .parse();

const [route = ""] = command.args;
const { event, env } = command.opts<{ event: string; env: string }>();

try {
  // Before the program, which takes seconds.
  const given = await readEvent(event);
  const { api, region } = await offlineApi(process.cwd(), env);
  print(await fillTemplate(api, region, route, given));
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

function print({ method, uri, headers, body }: FilledCall): void {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  console.log([`${method} ${uri}`, ...lines, "", String(body)].join("\n"));
}
