import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { colours } from "../../project/colours.ts";
import { exitCodeOf, type Io, processIo } from "../../project/command.ts";
import { onStopSignals } from "../../project/stopSignals.ts";
import type { RunningPlatform } from "../../local/runningPlatform.ts";
import { EdgeClient } from "../running/edgeClient.ts";
import { type ChaosOptions, readOptions } from "./options.ts";
import { findOrStart } from "../running/findOrStart.ts";
import { assertUntouched, chooseTargets } from "./platform.ts";
import { resultOf } from "./report/figures.ts";
import { htmlOf, type Section } from "./report/html.ts";
import { textOf } from "./report/text.ts";
import { runScenario } from "./runScenario.ts";
import { homeRegion } from "../../local/userPoolRegion.ts";

/** `npm run chaos -- --scenario <names>`: the exit code is 0 if what must hold in the scenarios holds. */
export const run = (argv: readonly string[], io: Io = processIo): Promise<number> =>
  exitCodeOf(io, async () => {
    const options = readOptions(argv, io);
    const stopping = new AbortController();
    onStopSignals({
      first: () => {
        io.err("Ending the fault and stopping…\n");
        stopping.abort();
      },
      again: () => process.exit(130),
    });
    const print = (text: string) => {
      if (!options.json) io.out(`${text}\n`);
    };
    let platform: RunningPlatform | undefined;
    try {
      platform = await findOrStart(io.cwd, options, (text) => print(colours.dim(text)));
      stopping.signal.throwIfAborted();
      const sections = await runAll(platform, options, stopping.signal, print);
      const report = await writeReport(io.cwd, options, sections);
      const results = sections.map(({ result }) => result);
      if (options.json) io.out(`${JSON.stringify({ report, results }, null, 2)}\n`);
      print(`Report: ${report}`);
      return results.every(({ holds }) => holds) ? 0 : 1;
    } catch (error) {
      if (stopping.signal.aborted) return 130;
      throw error;
    } finally {
      await platform?.leave();
    }
  });

/** Runs the scenarios one after the other. */
async function runAll(
  { state }: RunningPlatform,
  { scenario, rps, seconds, target }: ChaosOptions,
  signal: AbortSignal,
  print: (text: string) => void,
): Promise<Section[]> {
  const edge = await EdgeClient.of(state);
  try {
    const home = homeRegion(state);
    const targets = chooseTargets(Object.keys(state.regions), home, target);
    const sections: Section[] = [];
    for (const each of scenario) {
      const status = await edge.status();
      assertUntouched(status);
      const { intervalMs = 0, failureThreshold = 0 } = status.detection ?? {};
      print(`\n${colours.bold(each.name)}: ${each.summary}`);
      print(colours.dim(`Takes ${seconds} seconds or longer.`));
      const measurement = await runScenario(each, {
        ...{ state, edge, rps, seconds, intervalMs, signal },
        // The regions' shared name, also if CloudFront is in front of them.
        host: status.domain?.name,
        targets: each.targets === "home" ? [home] : targets,
        detectionLimitMs: (failureThreshold + 1) * intervalMs,
      });
      const result = resultOf(each, measurement);
      print(textOf(result));
      sections.push({ result, measurement });
    }
    return sections;
  } finally {
    edge.close();
  }
}

/** @returns the report's path */
async function writeReport(
  root: string,
  { report, scenario }: ChaosOptions,
  sections: readonly Section[],
): Promise<string> {
  const time = new Date().toISOString().slice(0, 19);
  const name = scenario.length > 1 ? "several" : scenario[0]!.name;
  const usual = join(".local", "chaos", `${time.replaceAll(":", "-")}-${name}.html`);
  const path = resolve(root, report ?? usual);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, htmlOf(`Chaos, ${time.replace("T", " ")} UTC`, sections));
  return path;
}
