// @ts-check
// The entry of a thread that runs the project's TypeScript: has it loaded as `project/typescript.mjs` does, then loads the
// module that `workerData.main` names, or the one that evaluates stacks.
import { workerData } from "node:worker_threads";
import { followChildren, followChildrenOfHooks } from "./childProcesses.mjs";

followChildren();
const features = /** @type {{ typescript?: "strip" | "transform" | false }} */ (process.features);
// Before 22.18, Node.js needs tsx, whose registration is not that of the main thread.
if (!features.typescript) {
  followChildrenOfHooks();
  (await import("tsx/esm/api")).register();
}
// The path as a text of its own lets knip see that the module is used.
await (workerData?.main ? import(workerData.main) : import("./worker.ts"));
