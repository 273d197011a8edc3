// @ts-check
// The entry of a thread that runs the project's TypeScript: has it loaded as `project/typescript.mjs` does, then loads the
// module that `workerData.main` names, or the one that evaluates stacks.
import { workerData } from "node:worker_threads";
import { deferPackages } from "../../project/deferredPackages.mjs";
import { followChildren, followChildrenOfHooks } from "./childProcesses.mjs";

followChildren();
const features = /** @type {{ typescript?: "strip" | "transform" | false }} */ (process.features);
// Before 22.18, Node.js needs tsx, whose registration is not that of the main thread.
if (!features.typescript) {
  followChildrenOfHooks();
  (await import("tsx/esm/api")).register();
}
deferPackages();
if (workerData?.main) {
  await import(workerData.main);
} else {
  // Before everything that an evaluation depends on.
  await import("./dependencies.ts");
  await import("./worker.ts");
}
