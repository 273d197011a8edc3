// @ts-check
// `node scripts/run.mjs <command> <options>`, which `npm start` and `npm run <command>` call:
// installs missing packages, then runs the command.
import { endWithOutput } from "./closedOutput.mjs";
import { keepCompiledCode } from "./compileCache.mjs";
import { ensureDependencies } from "./dependencies.mjs";

const modules = {
  start: "../local/main.ts",
  demo: "../local/demo/main.ts",
  deploy: "../deploy/main.ts",
  capacity: "../commands/capacity/index.ts",
  tune: "../commands/tune/index.ts",
  chaos: "../commands/chaos/index.ts",
  region: "../commands/region/index.ts",
  new: "../commands/new/index.ts",
  machines: "../commands/machines/index.ts",
  messages: "../commands/messages/index.ts",
  trace: "../commands/trace/index.ts",
  usage: "../commands/usage/index.ts",
  reset: "../commands/reset/index.ts",
  seed: "../commands/seed/index.ts",
  users: "../commands/users/index.ts",
  token: "../commands/token/index.ts",
  call: "../commands/token/call.ts",
  policy: "../commands/policy/index.ts",
  template: "../commands/template/index.ts",
  openapi: "../commands/openapi.ts",
  fuzz: "../commands/fuzz/index.ts",
};

endWithOutput();
await ensureDependencies();
keepCompiledCode();
// The AWS SDK's reminder of its own support policy does not concern the platform.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
await import("../project/typescript.mjs");
const [, , command, ...argv] = process.argv;
const { run } = await import(modules[/** @type {keyof typeof modules} */ (command)]);
process.exitCode = await run(argv);
// Ends although connections may still be open, once everything is printed.
process.stdout.write("", () => process.exit());
