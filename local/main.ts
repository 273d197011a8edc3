import type { Message } from "./apiTypes/mail.ts";
import { once } from "node:events";
import { relative } from "node:path";
import { InvalidArgumentError, Option } from "commander";
import { ask } from "../project/ask.ts";
import { colours } from "../project/colours.ts";
import { explain } from "../project/explain.ts";
import { commandLine, exitCodeOf, type Io, processIo } from "../project/command.ts";
import { regionList } from "../project/regionList.ts";
import { onStopSignals } from "../project/stopSignals.ts";
import { printable } from "./inside.ts";
import type { Platform } from "./platform.ts";
import { exampleQuery } from "./search/exampleQuery.ts";

/** Health checks every 30 seconds become one per second. */
const defaultSpeed = 30;

/** Time that calls in progress have to finish when the platform stops, in ms. */
const graceMs = 5_000;

interface StartOptions {
  readonly port: number;
  readonly regions?: string[];
  readonly env: string;
  readonly from?: string[];
  readonly yes: boolean;
  readonly watch: boolean;
  readonly speed: number;
  readonly tls: boolean;
  readonly search: boolean;
  readonly fresh: boolean;
  readonly keep: boolean;
}

const readOptions = (argv: readonly string[], io: Io): StartOptions =>
  commandLine("npm start", io)
    .description("Runs every region of an environment on this machine, without an AWS account.")
    .option(
      "--port <number>",
      "port of the edge; the regions use the ports after it; 0 chooses free ports",
      port,
      8080,
    )
    .option("--regions <names>", "regions to run, such as us-east-1,eu-west-1", regionList)
    .option("--env <name>", "environment to run", "local")
    .addOption(
      new Option(
        "--from <files...>",
        "serve files that `pulumi stack export --file` wrote, of any program, instead of an environment",
      ).conflicts(["regions", "env"]),
    )
    .option(
      "--speed <number>",
      "divides the intervals of health checks and the TTLs of records: 30 checks each second instead of every 30",
      speed,
      defaultSpeed,
    )
    .option("--tls", "serve HTTPS, with a certificate made at this start", false)
    .option("--search", "search the logs in an OpenSearch on this machine; needs Java", false)
    .option("--no-watch", "don't reload what changes on disk")
    .option("--fresh", "deletes the data that earlier starts have kept, after a question", false)
    .option("--no-keep", "starts empty, and keeps no data for the next start")
    .option("--yes", "run the code of an export, or delete data, without asking", false)
    .parse(argv, { from: "user" })
    .opts<StartOptions>();

function port(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_000) return value;
  throw new InvalidArgumentError("Must be a whole number from 0 to 65000.");
}

function speed(text: string): number {
  const value = Number(text);
  if (value >= 1 && value <= 1_000) return value;
  throw new InvalidArgumentError("Must be a number from 1 to 1000; 1 is as fast as AWS.");
}

/** `npm start`: the platform on this machine, until Ctrl-C. */
export const run = (argv: readonly string[], io: Io = processIo): Promise<number> =>
  exitCodeOf(io, () => serve(readOptions(argv, io), io));

async function serve(options: StartOptions, io: Io): Promise<number> {
  const startedAt = performance.now();
  const seconds = () => ((performance.now() - startedAt) / 1000).toFixed(1);
  const print = (line: string) => io.out(`${line}\n`);
  const announce = (message: string) =>
    print(colours.dim(`${seconds().padStart(5)} s  ${printable(message)}`));
  const { signal } = stopOnSignals(io);

  let platform: Platform;
  const { Evaluator } = await import("./evaluation/evaluator.ts");
  const evaluator = new Evaluator();
  const keep = options.keep && options.from === undefined;
  const recording = keep && !options.fresh ? await readEvaluation(options, io) : undefined;
  // Loads Pulumi meanwhile.
  if (options.from === undefined && !recording) evaluator.start();
  try {
    // Imported after the options are checked, because these modules take longer to load.
    const { startPlatform } = await import("./platform.ts");
    // Scripts and CI cannot confirm, but they chose the export.
    const asks = process.stdin.isTTY && process.stdout.isTTY && !options.yes;
    const asker = asks ? (question: string) => ask(question, signal) : undefined;
    if (options.fresh && keep) {
      const { discardData } = await import("./data/index.ts");
      const { env: environment, regions, yes } = options;
      await discardData({ root: io.cwd, environment, regions, yes, ask: asker, print });
    }
    platform = await startPlatform({
      root: io.cwd,
      environment: options.env,
      regions: options.regions,
      from: options.from,
      agree: async (exports) => {
        const { agreeToRun } = await import("./sources/consent.ts");
        await agreeToRun(exports, { root: io.cwd, print: announce, ask: asker });
      },
      evaluator,
      recording,
      port: options.port,
      speed: options.speed,
      tls: options.tls,
      search: options.search,
      watch: options.watch,
      keep,
      announce,
      print,
      onMessage: (message) => print(messageText(message)),
      signal,
    });
  } catch (error) {
    // With 0, Pulumi would report interrupted registrations as a mistake in the program.
    if (signal.aborted) return 130;
    throw inUse(error) ?? error;
  }
  addressLines(platform, io.cwd).forEach(print);
  if (platform.state.search) print(`A call in OpenSearch: ${exampleQuery(platform.state.search)}`);
  print(`ready in ${seconds()} s. Ctrl-C stops everything.`);
  if (!signal.aborted) await once(signal, "abort");
  await platform.stop(graceMs);
  return 0;
}

/** The last evaluation of the program, if nothing has changed since. */
async function readEvaluation({ env, regions }: StartOptions, { cwd }: Io) {
  const { readRecording } = await import("./evaluation/recording.ts");
  return readRecording({ root: cwd, environment: env, regions });
}

/**
 * Handles Ctrl-C and uncaught errors. While the platform ends, such errors are expected, because
 * calls lose the processes that they wait for.
 */
function stopOnSignals(io: Io): AbortController {
  const stopping = new AbortController();
  onStopSignals({
    first: () => {
      io.out("Stopping…\n");
      stopping.abort();
    },
    // The reaper ends the remaining processes.
    again: () => process.exit(130),
  });
  // Ctrl-C also reaches esbuild, which may fail a moment before this process receives the signal.
  const fail = (error: unknown) =>
    setTimeout(() => {
      if (stopping.signal.aborted) return;
      io.err(`${colours.red(explain(error))}\n`);
      process.exit(1);
    }, 200);
  process.on("uncaughtException", fail).on("unhandledRejection", fail);
  return stopping;
}

function addressLines({ state, otherApis, logFolder }: Platform, cwd: string): string[] {
  const addresses = [
    ["edge", state.edge],
    ["console", state.console],
    ...(state.certificate ? [["certificate", state.certificate]] : []),
    ...(state.signIn ? [["sign-in", state.signIn]] : []),
    ...Object.entries(state.regions).map(([region, { api }]) => [region, api]),
    ...otherApis.map(({ name, url }) => [name, url]),
    ["logs", relative(cwd, logFolder)],
    ...(state.search ? [["search", state.search]] : []),
  ];
  return addresses.map(
    ([name = "", url = ""]) => `${printable(name).padEnd(16)}${colours.cyan(url)}`,
  );
}

function messageText({ kind, to, subject, text }: Message): string {
  const title = subject === undefined ? "" : ` ${colours.bold(printable(subject))}`;
  const body = text.split("\n").map(printable).join("\n");
  return `${colours.yellow(kind)} to ${printable(to.join(", "))}:${title}\n  ${body}`;
}

/** The port of the platform is in use. */
class PortInUseError extends Error {
  override readonly name = "PortInUseError";
}

function inUse(error: unknown): PortInUseError | undefined {
  if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) return undefined;
  const { port } = error as { port?: number };
  return new PortInUseError(
    `Port ${port} is in use. Choose another with --port, or --port 0 for free ports.`,
  );
}
