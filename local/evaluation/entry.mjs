// @ts-check
// The entry of a thread that evaluates stacks: has TypeScript loaded as `project/typescript.mjs` does, then waits for calls.
import { followChildren, followChildrenOfHooks } from "./childProcesses.mjs";

followChildren();
const features = /** @type {{ typescript?: "strip" | "transform" | false }} */ (process.features);
// Before 22.18, Node.js needs tsx, whose registration is not that of the main thread.
if (!features.typescript) {
  followChildrenOfHooks();
  (await import("tsx/esm/api")).register();
}
await import("./worker.ts");
