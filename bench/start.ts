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
import { median } from "./support/statistics.ts";
import { percent, printTable, ratio } from "./support/table.ts";

/** Limit of a start that has nothing to install. */
const limitMs = 10_000;
const runs = 5;
const importPulumi =
  'await Promise.all([import("@pulumi/pulumi"), import("@pulumi/aws"), import("@pulumi/awsx")]);';

const node: number[] = [];
const imports: number[] = [];
const miniStacks: number[] = [];
const starts: number[] = [];

await installMiniStack(console.log);
// They take turns, so noise affects all equally.
for (let run = 0; run < runs; run++) {
  node.push(await timeNode("0"));
  imports.push(await timeNode(importPulumi));
  miniStacks.push(await timeMiniStacks("us-east-1", "eu-west-1"));
  starts.push(await timeStart());
}
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

/** Milliseconds from the start to the end of a process that runs a script. */
async function timeNode(script: string): Promise<number> {
  const startedAt = performance.now();
  // The process exits at the end of the module, whatever the imports started.
  const args = ["--input-type=module", "-e", `${script};process.exit()`];
  const [code] = (await once(spawn(process.execPath, args, { cwd: root }), "exit")) as [number];
  if (code !== 0) throw new Error(`node -e '${script}' ended with ${code}.`);
  return performance.now() - startedAt;
}

async function timeMiniStacks(...regions: string[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "palisade-bench-"));
  const children = new Children(() => {});
  children.ownFolder(folder);
  try {
    const startedAt = performance.now();
    const start = (region: string) =>
      startEndpoint({ region, children, folder, announce: () => {} });
    await Promise.all(regions.map(start));
    return performance.now() - startedAt;
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
  const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
  return [
    name,
    seconds(median(times)),
    seconds(Math.min(...times)),
    seconds(Math.max(...times)),
    ratio(median(times), partsMs),
    percent(median(times), limitMs),
  ];
}
