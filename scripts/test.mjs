// @ts-check
// `npm test`: format, lint and types, then every test. Ends with `N passed, N failed`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { ensureDependencies } from "./dependencies.mjs";

const everything =
  "{components,policy,deploy,functions,services,stacks,local,tests}/**/*.test.{ts,js}";

ensureDependencies();
// Ctrl-C reaches the commands below too; this ends when they do.
process.on("SIGINT", () => {});
const specs = process.argv.slice(2);
// The first build of the engine takes minutes, so it goes on beside the checks.
const tools = specs.length > 0 ? Promise.resolve() : buildTools();
await run("npm", ["run", "--silent", "check"]);
await tools;
await run("npx", [
  "--no-install",
  "mocha",
  "--reporter",
  "scripts/reporter.cjs",
  "--ignore",
  "**/node_modules/**",
  ...(specs.length > 0 ? specs : [everything]),
]);

/** Builds what the tests need and the machine lacks. Without it suites are skipped, but not in CI. */
async function buildTools() {
  const { register } = await import("tsx/esm/api");
  register();
  const { findPulumi } = await import("../local/engine/findPulumi.ts");
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
 * Runs a command; ends with its exit code unless it went well.
 *
 * @param {string} command
 * @param {string[]} args
 */
async function run(command, args) {
  const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };
  const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"], env });
  const [status] = await once(child, "exit");
  if (status !== 0) process.exit(status ?? 1);
}
