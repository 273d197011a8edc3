// @ts-check
// `npm test`: format, lint and types, then every test. Ends with `N passed, N failed`.
import { spawnSync } from "node:child_process";
import { ensureDependencies } from "./dependencies.mjs";

ensureDependencies();
const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };
const everything = "{components,functions,services,stacks,local,tests}/**/*.test.{ts,js}";
const specs = process.argv.length > 2 ? process.argv.slice(2) : [everything];
const mocha = [
  "mocha",
  "--reporter",
  "scripts/reporter.cjs",
  "--ignore",
  "**/node_modules/**",
  ...specs,
];
for (const args of [
  ["npm", "run", "--silent", "check"],
  ["npx", "--no-install", ...mocha],
]) {
  const [command = "", ...rest] = args;
  const { status } = spawnSync(command, rest, { stdio: ["ignore", "inherit", "inherit"], env });
  if (status !== 0) process.exit(status ?? 1);
}
