// Time of the policies for stacks of several sizes, compared with a pack of as many empty policies.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { RegionalPlatform } from "../components/region/index.ts";
import type { ExportedResource } from "../commands/policy/judgeExport.ts";
import type { Rule } from "../policy/rule.ts";
import { allRules } from "../policy/ruleSets.ts";
import { platform } from "../stacks/platform.ts";
import { evaluatedStack } from "../tests/policy/evaluatedStack.ts";
import { ServedPack } from "../policy/testing/servedPack.ts";
import { checkWith } from "./support/checkWith.ts";
import { inTurns, median, percent, printTable, ratio, seconds, timed } from "./support/results.ts";

const sizes = [1_000, 5_000, 10_000];
const runs = 3;
/** Limit in seconds for 5,000 resources, beyond the framework's own time. */
const limitSeconds = 2;
const limitTitle = `of ${limitSeconds} s per 5,000`;
const region = "eu-west-1";
const pack = fileURLToPath(new URL("../policy", import.meta.url));

const emptyPack = await writeEmptyPack();
const stacks = await manyPlatforms(Math.max(...sizes));
const rows: string[][] = [];
let perResource: number | undefined;
for (const size of sizes) {
  const stack = stacks.slice(0, size);
  const times = await inTurns(runs, [emptyPack, pack] as const, (each) => check(each, stack));
  const [empty, ours] = times.map(median) as [number, number];
  const beyond = ours - empty;
  perResource ??= beyond / size;
  const limitMs = (limitSeconds * 1000 * size) / 5_000;
  rows.push([
    size.toLocaleString("en"),
    seconds(empty),
    seconds(ours),
    seconds(beyond),
    ratio(ours, empty),
    ratio(beyond / size, perResource),
    percent(beyond, limitMs),
  ]);
}
printTable(
  `Policies on a stack, ${runs} runs`,
  ["resources", "empty policies", "ours", "beyond", "to empty", "growth", limitTitle],
  rows,
);
await rm(emptyPack, { recursive: true });

/** Milliseconds that a pack takes for a stack. */
async function check(folder: string, stack: readonly ExportedResource[]): Promise<number> {
  const served = await ServedPack.start(folder);
  const time = await timed(() => checkWith(served, stack));
  served.stop();
  return time;
}

/** Copies of our region stacks in one stack, with unique names and ids. */
async function manyPlatforms(resources: number): Promise<ExportedResource[]> {
  const zones = [`${region}a`, `${region}b`];
  const args = { region, definition: platform, zones, production: true };
  const program = () => void new RegionalPlatform("prod", args);
  const one = await evaluatedStack(program, { "aws:region": region });
  const text = JSON.stringify(one);
  const copies = Math.ceil(resources / one.length);
  return Array.from({ length: copies }, (_, copy) => {
    const own = text.replace(/\bprod\b|\b([a-z]+)-[0-9a-f]{17}\b/g, (found) => `${found}${copy}`);
    return JSON.parse(own) as ExportedResource[];
  }).flat();
}

async function writeEmptyPack(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "palisade-empty-pack-"));
  const framework = fileURLToPath(import.meta.resolve("@pulumi/policy"));
  const files = {
    "PulumiPolicy.yaml": "runtime: nodejs\n",
    "package.json": `{ "name": "empty", "version": "0.1.0", "main": "index.js" }`,
    "index.js": `
      const policies = ${JSON.stringify(allRules.map(emptyPolicy))};
      for (const policy of policies) policy[policy.method] = () => {};
      new (require(${JSON.stringify(framework)}).PolicyPack)("empty", { policies });
    `,
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

function emptyPolicy(rule: Rule): object {
  return {
    name: rule.name,
    description: rule.description,
    enforcementLevel: "mandatory",
    method: "types" in rule ? "validateResource" : "validateStack",
  };
}
