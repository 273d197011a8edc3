// @ts-check
// The entry of a thread that evaluates stacks: loads TypeScript, then waits for calls.
await import("../../project/typescript.mjs");
await import("./worker.ts");
