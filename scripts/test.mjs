// @ts-check
// `npm test`: format, lint and types, then every test. Ends with `N passed, N failed`.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { ensureDependencies } from "./dependencies.mjs";

const tests =
  "{project,commands,components,policy,deploy,functions,services,stacks,local,tests}/**/*.test.{ts,js}";
/** Those that need the Pulumi engine, or another tool that is built first: two rows of about the same length. */
const stackTests = ["tests/engine/region.test.ts"];
const toolTests = ["{project,local,tests}/engine/**/*.test.ts", "tests/workflows.test.ts"];
/** Folder of another Node's executable, such as of Lambda's version: the main things run on it, too. */
const otherNode = process.env["OTHER_NODE"];

ensureDependencies();
// Ctrl-C reaches the commands below too; this ends when they do.
process.on("SIGINT", () => {});
const specs = process.argv.slice(2);
if (specs.length > 0) {
  await check();
  process.exit(finish([await mocha(specs, [], write)]));
}
// The first build of the engine takes minutes, as its tests do: two rows of tests go on side by
// side, and are told one after the other.
const tools = buildTools();
await check();
let held = "";
/** @type {(text: string) => void} */
let tell = (text) => {
  held += text;
};
// Tests of either side look at what the platform leaves in the folder for temporary files.
const folder = await mkdtemp(join(tmpdir(), "tests-with-tools-"));
const env = { TMPDIR: folder };
const withTools = tools.then(() => mocha(toolTests, stackTests, (text) => tell(text), env));
const results = [await mocha([tests], [...toolTests, ...stackTests], write)];
await tools;
results.push(await mocha(stackTests, [], write, env));
write(held);
tell = write;
results.push(await withTools);
if (otherNode !== undefined) results.push(await onOtherNode(otherNode));
await rm(folder, { recursive: true, force: true });
process.exit(finish(results));

/** Builds what the tests need and the machine lacks. Without it suites are skipped, but not in CI. */
async function buildTools() {
  const { register } = await import("tsx/esm/api");
  register();
  const { findPulumi } = await import("../project/engine/findPulumi.ts");
  const { buildActionlint } = await import("../tests/support/actionlint/actionlint.ts");
  try {
    await Promise.all([findPulumi(console.log), buildActionlint(console.log)]);
  } catch (error) {
    if (!process.env["CI"]) return;
    console.error(/** @type {Error} */ (error).message);
    process.exit(1);
  }
}

/**
 * The platform's start with calls through both regions, and the functions as bundled for Lambda.
 *
 * @param {string} folder - of the executable
 */
async function onOtherNode(folder) {
  const env = { PATH: `${folder}${delimiter}${process.env["PATH"]}` };
  const version = spawnSync("node", ["--version"], { env: { ...process.env, ...env } }).stdout;
  if (version === null) throw new Error(`OTHER_NODE is ${folder}, which has no executable "node".`);
  write(`\n  On Node ${version}`);
  const { bundleFunctionTests } = await import("../tests/support/bundleFunctionTests.ts");
  return mocha([await bundleFunctionTests(), "tests/local/platform.test.ts"], [], write, env);
}

/** Format, lint and types, side by side; ends here if they are not as they should be. */
async function check() {
  const statuses = ["format", "lint", "types"].map(async (script) => {
    const child = spawn("npm", ["run", "--silent", script], {
      stdio: ["ignore", "inherit", "inherit"],
    });
    const [status] = await once(child, "exit");
    return status ?? 1;
  });
  const failed = (await Promise.all(statuses)).find((status) => status !== 0);
  if (failed !== undefined) process.exit(failed);
}

/**
 * Runs tests.
 *
 * @param {string[]} files
 * @param {string[]} without
 * @param {(text: string) => void} tell - told the report
 * @param {Record<string, string>} more - variables for the tests
 */
async function mocha(files, without, tell, more = {}) {
  const ignored = ["**/node_modules/**", ...without].flatMap((glob) => ["--ignore", glob]);
  const reporter = ["--reporter", "scripts/reporter.cjs"];
  const quiet = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };
  const child = spawn("npx", ["--no-install", "mocha", ...reporter, ...ignored, ...files], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...quiet, ...more },
  });
  let report = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    report += text;
    tell(text);
  });
  child.stderr.setEncoding("utf8").on("data", tell);
  const [status] = await once(child, "close");
  const [, passed = 0, failed = 0, , skipped = 0] =
    /(\d+) passed, (\d+) failed(, (\d+) skipped)?\s*$/.exec(report) ?? [];
  return {
    status: status ?? 1,
    passed: Number(passed),
    failed: Number(failed),
    skipped: Number(skipped),
  };
}

/** @param {string} text */
function write(text) {
  process.stdout.write(text);
}

/**
 * Tells how many passed and failed in all.
 *
 * @param {Awaited<ReturnType<typeof mocha>>[]} runs
 * @returns the exit code
 */
function finish(runs) {
  const sum = (/** @type {"passed" | "failed" | "skipped"} */ of) =>
    runs.reduce((total, run) => total + run[of], 0);
  const skipped = sum("skipped") > 0 ? `, ${sum("skipped")} skipped` : "";
  console.log(`\n${sum("passed")} passed, ${sum("failed")} failed${skipped}`);
  return runs.find(({ status }) => status !== 0)?.status ?? 0;
}
