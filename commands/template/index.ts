import { resolve } from "node:path";
import { offlineApi } from "../../local/sources/offlineApi.ts";
import { commandLine, exitCodeOf, type Io, processIo } from "../../project/command.ts";
import { fillTemplate } from "./fillTemplate.ts";
import { readEvent } from "./readEvent.ts";

const describe = (io: Io) =>
  commandLine("npm run template", io)
    .description(
      "Prints the request that an AWS service behind a route would receive. Nothing is sent; names and " +
        "ARNs are made up.",
    )
    .argument("<route>", "such as 'POST /feedback'")
    .requiredOption(
      "--event <file>",
      'JSON: { "body": "…", "path": {}, "query": {}, "headers": {}, "claims": {}, "authorizer": {} }, each optional',
    )
    .option("--env <name>", "environment whose home region's stack is used", "local");

/** `npm run template -- 'POST /feedback' --event event.json`: the request that a service would receive. */
export const run = (argv: readonly string[], io: Io = processIo): Promise<number> =>
  exitCodeOf(io, async () => {
    const command = describe(io).parse(argv, { from: "user" });
    const [route = ""] = command.args;
    const options = command.opts<{ event: string; env: string }>();
    // Before the program, which takes seconds.
    const event = await readEvent(resolve(io.cwd, options.event));
    const { api, region } = await offlineApi(io.cwd, options.env);
    const { method, uri, headers, body } = await fillTemplate(api, region, route, event);
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    io.out([`${method} ${uri}`, ...lines, "", `${String(body)}\n`].join("\n"));
  });
