import { ask } from "../../project/ask.ts";
import { commandLine, exitCodeOf, type Io, processIo } from "../../project/command.ts";
import { run as region } from "../region/index.ts";
import { Changes } from "./changes.ts";
import { type FunctionOptions, newFunction } from "./function.ts";
import { newRoute } from "./route.ts";
import { newService } from "./service.ts";

/** `npm run new -- service|function|route|region`: a working start of each, in the definition and in files. */
export const run = (argv: readonly string[], io: Io = processIo): Promise<number> => {
  const [kind, ...rest] = argv;
  if (kind === "region") return region(["add", ...rest], io);
  return exitCodeOf(io, async () => {
    const changes = new Changes(io.cwd);
    const finish = async (routes: readonly string[], left: readonly string[] = []) => {
      const written = await changes.write();
      io.out(`${[...written, "", ...left, ...nextSteps(changes, routes)].join("\n")}\n`);
    };
    const program = commandLine("npm run new", io).description(
      "Writes a working start of a service, function, route or region. A running npm start takes it over.",
    );
    program
      .command("service")
      .description("A private service in services/<name>, with a route GET /<name>.")
      .argument("<name>")
      .action(async (name: string) => finish(await newService(io.cwd, changes, name)));
    program
      .command("function")
      .description("A function in handlers/<name>.ts, with a route or a schedule.")
      .argument("<name>")
      .option("--route <key>", 'its route, such as "POST /reports" [default: GET /<name>]')
      .option("--schedule <expression>", 'its schedule in place of a route, such as "rate(1 hour)"')
      .action(async (name: string, options: FunctionOptions) =>
        finish(await newFunction(changes, name, options)),
      );
    program
      .command("route")
      .description("A route to a service or function, and a handler in the service's routes.js.")
      .argument("<key>", 'such as "GET /orders/{id}/items"')
      .option("--service <name>", "service that answers")
      .option("--function <name>", "function that answers")
      .action(async (key: string, options: { service?: string; function?: string }) =>
        finish([key], await newRoute(changes, key, { ...options, ask: askHere })),
      );
    program
      .command("region")
      .description("A region of an environment, as npm run region -- add.")
      .argument("<region>", "such as ap-southeast-2")
      .requiredOption("--env <name>", "environment, such as dev");
    await program.parseAsync(argv, { from: "user" });
  });
};

const askHere = async (question: string) =>
  process.stdin.isTTY && process.stdout.isTTY
    ? ask(question, new AbortController().signal)
    : undefined;

function nextSteps(changes: Changes, routes: readonly string[]): string[] {
  const calls = routes.map((key) => `  npm run call -- ${exampleOf(key)}`);
  const urns = changes.exists("tests/engine/urns.test.ts")
    ? [
        "tests/engine/urns/ lists all resources, so that a review sees what a change creates or replaces.",
        "Before you commit, list the new ones: UPDATE_URNS=1 npx mocha tests/engine/urns.test.ts",
      ]
    : [];
  return [...(calls.length > 0 ? ["With npm start running, call it:", ...calls] : []), ...urns];
}

/** A call of a route, such as `GET /orders/1/items`. */
const exampleOf = (key: string): string =>
  key.replace(/^ANY /, "GET ").replaceAll(/\{[^}]+\}/g, "1");
