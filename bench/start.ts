// Time until `npm start` is ready, compared with the parts that it can't avoid.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installMiniStack } from "../local/aws/install.ts";
import { startEndpoint } from "../local/aws/miniStack.ts";
import { Children } from "../project/children.ts";
import { PlatformProcess, root } from "../tests/support/platformProcess.ts";
import { onInterrupt } from "./support/onInterrupt.ts";
import { inTurns, median, percent, printTable, ratio, spread, timed } from "./support/results.ts";

/** Limit of a start that has nothing to install. */
const limitMs = 10_000;
const runs = 5;
const importPulumi =
  'await Promise.all([import("@pulumi/pulumi"), import("@pulumi/aws"), import("@pulumi/awsx")]);';

await installMiniStack(console.log);
const [node, imports, miniStacks, starts] = await inTurns(
  runs,
  [
    () => timed(() => runNode("0")),
    () => timed(() => runNode(importPulumi)),
    () => timeMiniStacks("us-east-1", "eu-west-1"),
    timeStart,
  ] as const,
  (measure) => measure(),
);
const partsMs = median(imports) + median(miniStacks);
printTable(
  `A cold start of two regions and its parts, ${runs} runs`,
  ["", "median", "min", "max", "to the parts", `of ${limitMs / 1000} s`],
  [
    row("node -e 0", node),
    row("part: node that imports Pulumi, aws and awsx", imports),
    row("part: two MiniStacks until they respond", miniStacks),
    row("npm start until ready", starts),
  ],
);

/** Runs a script in a process. */
async function runNode(script: string): Promise<void> {
  // The process exits at the end of the module, whatever the imports started.
  const args = ["--input-type=module", "-e", `${script};process.exit()`];
  const [code] = (await once(spawn(process.execPath, args, { cwd: root }), "exit")) as [number];
  if (code !== 0) throw new Error(`node -e '${script}' ended with ${code}.`);
}

async function timeMiniStacks(...regions: string[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "palisade-bench-"));
  const children = new Children(() => {});
  children.ownFolder(folder);
  try {
    const start = (region: string) =>
      startEndpoint({ region, children, folder, announce: () => {} });
    return await timed(() => Promise.all(regions.map(start)));
  } finally {
    await children.close();
  }
}

async function timeStart(): Promise<number> {
  const startedAt = performance.now();
  const platform = new PlatformProcess("--port", "0", "--regions", "us-east-1,eu-west-1");
  const forget = onInterrupt(() => platform.stop());
  try {
    await platform.line(/^ready/);
    return performance.now() - startedAt;
  } finally {
    await platform.stop();
    forget();
  }
}

function row(name: string, times: number[]): string[] {
  const middle = median(times);
  return [name, ...spread(times), ratio(middle, partsMs), percent(middle, limitMs)];
}
