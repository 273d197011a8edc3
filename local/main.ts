import { relative } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import type { Message } from "./aws/messages.ts";
import { printable } from "./inside.ts";
import type { Platform } from "./platform.ts";
import { ask } from "../project/ask.ts";
import { colours } from "../project/colours.ts";
import { explain } from "../project/explain.ts";
import { regionList } from "../project/regionList.ts";
import { onStopSignals } from "../project/stopSignals.ts";

/** How long calls under way may go on once the platform is told to stop, in ms. */
const graceMs = 5_000;

const options = new Command("npm start --")
  .description("Runs every region of an environment on this machine, without an AWS account.")
  .option(
    "--port <number>",
    "port of the edge, the regions take the next ones; 0 takes free ones",
    port,
    8080,
  )
  .option("--regions <names>", "regions to run, such as us-east-1,eu-west-1", regionList)
  .option("--env <name>", "environment to run", "local")
  .addOption(
    new Option(
      "--from <files...>",
      "serve what `pulumi stack export --file` wrote, of any program, instead of an environment",
    ).conflicts(["regions", "env"]),
  )
  .option("--yes", "do not ask before the code of an export is run", false)
  .parse()
  .opts<{ port: number; regions?: string[]; env: string; from?: string[]; yes: boolean }>();

const startedAt = performance.now();
const seconds = () => ((performance.now() - startedAt) / 1000).toFixed(1);

let platform: Platform | undefined;
const stopping = new AbortController();
// At a second Ctrl-C, the reaper ends what is left.
onStopSignals({ first: stop, again: () => process.exit(130) });
process.on("uncaughtException", failUnlessStopping);

try {
  // After the options: loading Pulumi and the AWS clients takes longer than telling that one is wrong.
  const { startPlatform } = await import("./platform.ts");
  const { agreeToRun } = await import("./sources/consent.ts");
  platform = await startPlatform({
    root: process.cwd(),
    environment: options.env,
    regions: options.regions,
    from: options.from,
    agree: (exports) => agreeToRun(exports, { root: process.cwd(), print: announce, ask: asker() }),
    port: options.port,
    announce,
    onMessage: printMessage,
    signal: stopping.signal,
  });
  printAddresses(platform);
} catch (error) {
  // Not 0: Pulumi would report the registrations that were cut off as a mistake.
  if (stopping.signal.aborted) process.exit(130);
  console.error(colours.red(explainStart(error)));
  process.exit(1);
}

function announce(message: string): void {
  console.log(colours.dim(`${seconds().padStart(5)} s  ${printable(message)}`));
}

/** Nobody answers in a script or in CI: whoever wrote it has named the export. */
function asker(): ((question: string) => Promise<string | undefined>) | undefined {
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
  return isTerminal && !options.yes ? (question) => ask(question, stopping.signal) : undefined;
}

function printAddresses({ state, otherApis, logFolder }: Platform): void {
  const lines = [
    ["edge", state.edge],
    ["console", state.console],
    ...Object.entries(state.regions).map(([region, { api }]) => [region, api]),
    ...otherApis.map(({ name, url }) => [name, url]),
  ];
  lines.push(["logs", relative(process.cwd(), logFolder)]);
  for (const [name = "", url] of lines) {
    console.log(`${printable(name).padEnd(16)}${colours.cyan(url!)}`);
  }
  console.log(`ready in ${seconds()} s. Ctrl-C stops everything.`);
}

function printMessage({ to, subject, text }: Message): void {
  const [receivers, title] = [to.join(", "), subject].map(printable) as [string, string];
  const body = text.split("\n").map(printable).join("\n");
  console.log(`${colours.yellow("mail")} to ${receivers}: ${colours.bold(title)}\n  ${body}`);
}

/** Ends the platform in order. */
function stop(): void {
  console.log("Stopping…");
  // What a start was doing when it was cut off fails in the background.
  process.on("unhandledRejection", () => {});
  stopping.abort();
  void platform?.stop(graceMs).then(() => process.exit(0));
}

/**
 * Ctrl-C reaches esbuild too, which may fail a moment before this process hears of it: only what is
 * not followed by a stop is a failure.
 */
function failUnlessStopping(error: Error): void {
  setTimeout(() => {
    if (stopping.signal.aborted) return;
    console.error(colours.red(error.stack ?? error.message));
    process.exit(1);
  }, 200);
}

function explainStart(error: unknown): string {
  if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
    const { port } = error as { port?: number };
    return `Port ${port} is in use. Choose another with --port, or --port 0 for free ones.`;
  }
  return explain(error);
}

function port(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_000) return value;
  throw new InvalidArgumentError("It is a whole number from 0 to 65000.");
}
