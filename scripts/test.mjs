// @ts-check
// `npm test`: format, lint and types, then every test. `npm test -- <files>`: only these tests.
// `npm run test:unit`: the tests beside the sources. Each ends with `N passed, N failed`.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { keepCompiledCode } from "./compileCache.mjs";
import { countsIn, failuresIn } from "./counts.mjs";
import { ensureDependencies } from "./dependencies.mjs";

/**
 * Tests in a process of their own.
 *
 * @typedef {object} Suite
 * @property {string[]} files - patterns
 * @property {Record<string, string>} [env] - variables of another version of Node
 * @property {string} [note] - what the report adds to the files
 * @property {Suite} [after] - an earlier suite that must have ended
 */

/** @type {Suite[]} */
const unitSuites = [
  { files: ["{local,project,services}/**/*.test.{ts,js}"] },
  { files: ["**/*.test.{ts,js}"] },
];
/** Platforms share .local/platform.json, so these tests run one after the other. */
const localSuite = { files: ["tests/local/**/*.test.ts"] };
/** The longest first. @type {Suite[]} */
const otherSuites = [
  { files: ["tests/engine/!(deploy|domain|identity|region|resilience).test.ts"] },
  { files: ["tests/engine/deploy.test.ts"] },
  localSuite,
  { files: ["tests/engine/region.test.ts", "tests/engine/resilience.test.ts"] },
  { files: ["tests/engine/domain.test.ts", "tests/engine/identity.test.ts"] },
  { files: ["tests/**/*.test.ts"] },
  { files: ["**/*.endpoint.test.ts"] },
];
/** Folder with the executable of another version of Node, such as Lambda's. */
const otherNode = process.env["OTHER_NODE"];

await ensureDependencies();
keepCompiledCode();
process.on("SIGINT", () => {}); // Ctrl-C also reaches the child processes. This one ends after them.
const args = process.argv.slice(2);
if (args[0] === "--unit") {
  finish(await runSuites(unitSuites, otherSuites));
} else if (args.length > 0) {
  await check();
  finish(await runSuites([{ files: args }]));
} else {
  await Promise.all([check(), buildTools()]);
  const [platform, functions] = otherNode === undefined ? [] : await suitesOn(otherNode);
  finish(
    await runSuites(
      [...otherSuites, platform, ...unitSuites, functions].filter((suite) => suite !== undefined),
    ),
  );
}

/** Runs format, lint and types, and exits if one of them fails. */
async function check() {
  const [status] = await once(spawn("npm", ["run", "-s", "check"], { stdio: "inherit" }), "exit");
  if (status !== 0) process.exit(status ?? 1);
}

/** Builds missing tools. If a build fails, the tests that need the tool are skipped, except in CI. */
async function buildTools() {
  await import("../project/typescript.mjs");
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
 * The main tests on another version of Node: the start of the platform with calls through both regions, and
 * the functions as they are bundled for Lambda.
 *
 * @param {string} folder - contains the executable
 */
async function suitesOn(folder) {
  const env = { PATH: `${folder}${delimiter}${process.env["PATH"]}` };
  const version = spawnSync("node", ["--version"], { env: { ...process.env, ...env } }).stdout;
  if (version === null) throw new Error(`OTHER_NODE is ${folder}, which has no executable "node".`);
  const { bundleFunctionTests } = await import("../tests/support/bundleFunctionTests.ts");
  const node = { env, note: ` on Node ${String(version).trim()}` };
  return [
    { files: ["tests/local/platform.test.ts"], ...node, after: localSuite },
    { files: [await bundleFunctionTests()], ...node },
  ];
}

/**
 * Runs suites side by side, one more than there are cores: some of them often wait. Prints a suite's report
 * when it has ended, or while it runs if it is the only one. A file that several suites of this version of
 * Node match runs in the first of them.
 *
 * @param {Suite[]} suites
 * @param {Suite[]} excluded - suites whose files are left out
 */
async function runSuites(suites, excluded = []) {
  const waiting = suites.values();
  const isOnly = suites.length === 1;
  /** @type {Map<Suite, ReturnType<typeof mocha>>} */
  const running = new Map();
  const work = async () => {
    for (const suite of waiting) {
      if (suite.after) await running.get(suite.after);
      const earlier = suite.env
        ? []
        : suites.slice(0, suites.indexOf(suite)).filter(({ env }) => !env);
      const ignored = [...excluded, ...earlier].flatMap(({ files }) => files);
      const ending = mocha(suite, ignored, isOnly ? write : () => {});
      running.set(suite, ending);
      const { name, log } = await ending;
      if (!isOnly) write(`\n  ${name}\n${log}`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() + 1 }, work));
  return Promise.all(running.values());
}

/**
 * @param {Suite} suite
 * @param {string[]} ignored - patterns of files
 * @param {(text: string) => void} onOutput
 */
async function mocha({ files, env, note = "" }, ignored, onOutput) {
  const startedAt = Date.now();
  // Some tests check that nothing is left in the folder for temporary files.
  const folder = await mkdtemp(join(tmpdir(), "tests-"));
  const ignore = ["**/node_modules/**", ...ignored].flatMap((glob) => ["--ignore", glob]);
  const options = ["--reporter", "scripts/reporter.cjs", ...ignore];
  const child = spawn("npx", ["--no-install", "mocha", ...options, ...files], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      TMPDIR: folder,
      ...env,
    },
  });
  let report = "";
  let log = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (report += text));
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      log += text;
      onOutput(text);
    });
  }
  const [status] = await once(child, "close");
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  const suite = {
    name: `${files.join(", ")}${note}`,
    seconds,
    log,
    failures: failuresIn(report, log),
  };
  const counts = countsIn(report);
  if (counts) return { ...suite, status: status ?? 1, ...counts };
  const fault = `\n  ${suite.name}: mocha ended without a report.\n`;
  onOutput(fault);
  return { ...suite, status: status || 1, log: log + fault, passed: 0, failed: 0, skipped: 0 };
}

/** @param {string} text */
function write(text) {
  process.stdout.write(text);
}

/**
 * Prints the time of each suite, all failures once more, so that the end of a log has them, and how many
 * tests passed and failed. Exits.
 *
 * @param {Awaited<ReturnType<typeof mocha>>[]} results
 */
function finish(results) {
  const sum = (/** @type {"passed" | "failed" | "skipped"} */ of) =>
    results.reduce((total, result) => total + result[of], 0);
  const skipped = sum("skipped") > 0 ? `, ${sum("skipped")} skipped` : "";
  if (results.length > 1) {
    console.log("");
    for (const { name, seconds } of results) console.log(`  ${seconds} s  ${name}`);
    for (const { name, failures } of results.filter(({ status }) => status !== 0)) {
      console.log(`\n  Failed in ${name}\n\n${failures}`);
    }
  }
  console.log(`\n${sum("passed")} passed, ${sum("failed")} failed${skipped}`);
  process.exit(results.find(({ status }) => status !== 0)?.status ?? 0);
}
