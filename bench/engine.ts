// Time of the engine for a region's stack with 200 routes, compared with an empty program that imports the same packages.
import { findPulumi } from "../project/engine/findPulumi.ts";
import { DeployedProject } from "../tests/support/deployedProject.ts";
import { Project } from "../tests/support/engine.ts";
import { onInterrupt } from "./support/onInterrupt.ts";
import { inTurns, median, percent, printTable, ratio, spread, timed } from "./support/results.ts";

const runs = 3;
const routes = 200;
const regionRuns = 2;
const regions = ["us-east-1", "us-west-2", "eu-west-1", "ap-southeast-2"];
/** Limit as a multiple of the empty program's time. */
const limit = 2;
/** Limit for four regions at once, as a multiple of one region's time. */
const parallelLimit = 1.5;
/** Extra time per creation in ms, which imitates the time that AWS takes. */
const creationTimesMs = [0, 500, 2000];
/** Options of Pulumi's Node.js runtime that load a program with tsx. */
const tsx = { typescript: false, nodeargs: "--import tsx" };

const pulumi = await findPulumi(console.log);
const deployed = await DeployedProject.with(pulumi, regions, { own: true });
const empty = await Project.create(pulumi);
const forget = onInterrupt(() => Promise.all([deployed.close(), empty.remove()]));
try {
  const only = process.argv[2];
  if (!only || only === "previews") await measurePreviews();
  if (!only || only === "loaders") await measureLoaders();
  if (!only || only === "regions") await measureRegions();
} finally {
  forget();
  await Promise.all([deployed.close(), empty.remove()]);
}

async function measurePreviews(): Promise<void> {
  const stack = "dev-us-east-1";
  await deployed.init(stack);
  await deployed.replace("stacks/platform.ts", "routes: {", `routes: {\n${manyRoutes()}`);
  await writeEmptyProgram(tsx, "module");

  const previews = [previewEmpty, () => deployed.succeed("preview", stack)] as const;
  const [ofEmpty, ofStack] = await inTurns(runs, previews, timed);
  await deployed.succeed("up", stack);
  const upAgain = () => deployed.succeed("up", stack, "--expect-no-changes");
  const [again] = await inTurns(runs, [upAgain], timed);
  const peer = median(ofEmpty);
  const row = (name: string, values: number[]) => [
    name,
    ...spread(values),
    ratio(median(values), peer),
    percent(median(values) / peer, limit),
  ];
  printTable(
    `A region's stack with ${routes} routes, ${runs} runs`,
    ["", "median", "min", "max", "to empty", `of ${limit} ×`],
    [
      row("preview of an empty program", ofEmpty),
      row("preview of the stack, nothing deployed", ofStack),
      row("second up of the stack, no changes", again),
    ],
  );
}

async function measureLoaders(): Promise<void> {
  const loaders = [
    [tsx, "module"],
    [{ typescript: true }, "commonjs"],
  ] as const;
  const [ofTsx, ofPulumi] = await inTurns(runs, loaders, async ([options, type]) => {
    await writeEmptyProgram(options, type);
    return timed(previewEmpty);
  });
  const peer = median(ofPulumi);
  printTable(
    `Previews of an empty program by TypeScript loader, ${runs} runs`,
    ["", "median", "min", "max", "to Pulumi's"],
    [
      ["Pulumi's own (ts-node)", ...spread(ofPulumi), ratio(peer, peer)],
      ["tsx", ...spread(ofTsx), ratio(median(ofTsx), peer)],
    ],
  );
}

async function measureRegions(): Promise<void> {
  const stacks = regions.map((region) => `bench-${region}`);
  await deployed.project.write(
    Object.fromEntries(
      regions.map((region) => [`stacks/Pulumi.bench-${region}.yaml`, stackFile(region)]),
    ),
  );
  await deployed.init(...stacks);
  const rows: string[][] = [];
  for (const delayMs of creationTimesMs) {
    const env = { PALISADE_CREATION_MS: String(delayMs) };
    const up = (stack: string) => deployed.succeedWith(env, "up", stack);
    const groups = [stacks.slice(0, 1), stacks] as const;
    const [one, four] = await inTurns(regionRuns, groups, async (group) => {
      const time = await timed(() => Promise.all(group.map(up)));
      await Promise.all(group.map((stack) => deployed.succeed("destroy", stack)));
      return time;
    });
    const peer = median(one);
    const share = percent(median(four) / peer, parallelLimit);
    const title = delayMs === 0 ? "at once" : `in ${delayMs} ms each`;
    rows.push([`one region, resources created ${title}`, ...spread(one), ratio(peer, peer), ""]);
    rows.push([
      `four regions, resources created ${title}`,
      ...spread(four),
      ratio(median(four), peer),
      share,
    ]);
  }
  printTable(
    `Deploying one region, and four at once, ${regionRuns} runs`,
    ["", "median", "min", "max", "to one", `of ${parallelLimit} ×`],
    rows,
  );
}

function manyRoutes(): string {
  const lines = Array.from({ length: routes }, (_, index) => {
    const service = index % 2 === 0 ? "catalog" : "orders";
    return `    "GET /bench/${index}/{id}": lambdaProxy("${service}"),`;
  });
  return lines.join("\n");
}

function stackFile(region: string): string {
  return `config:
  aws:region: ${region}
  palisade:environment: bench
  palisade:homeRegion: ${region}
  palisade:zones: [${region}a, ${region}b]
  palisade:cidrBlock: 10.0.0.0/16
  palisade:production: false
`;
}

/** A program with the same imports and nothing else. */
async function writeEmptyProgram(
  options: { typescript: boolean; nodeargs?: string },
  type: "module" | "commonjs",
): Promise<void> {
  const module = { module: "node16", moduleResolution: "node16", target: "es2022" };
  const compilerOptions = { ...module, skipLibCheck: true };
  const runtime = { name: "nodejs", options };
  await empty.write({
    "Pulumi.yaml": JSON.stringify({ name: "empty", main: "index.ts", runtime }),
    "package.json": JSON.stringify({ name: "empty", type }),
    "tsconfig.json": JSON.stringify({ compilerOptions }),
    "index.ts": [
      `import * as pulumi from "@pulumi/pulumi";`,
      `import * as aws from "@pulumi/aws";`,
      `import * as awsx from "@pulumi/awsx";`,
      `export const imported = [pulumi, aws, awsx].length;`,
    ].join("\n"),
  });
  await empty.pulumi(["stack", "init", "empty"]);
}

async function previewEmpty(): Promise<void> {
  const { code, stdout, stderr } = await empty.pulumi(["preview", "--stack", "empty"]);
  if (code !== 0) throw new Error(`The empty program failed: ${stdout}${stderr}`);
}
