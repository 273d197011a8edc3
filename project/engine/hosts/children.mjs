// @ts-check
import { spawn } from "node:child_process";

/** @import { ChildProcess } from "node:child_process" */
/** @import { Command } from "./commands.mjs" */

/** @type {Set<ChildProcess>} */
const children = new Set();

/**
 * Starts Node.js.
 *
 * @param {Command} command
 * @param {"inherit" | "pipe"} output - destination of its output
 * @returns the process; `exited` resolves with its exit code, 1 if it had none
 */
export function start({ args, env, cwd }, output) {
  const child = spawn(process.execPath, args, { env, cwd, stdio: ["ignore", output, output] });
  children.add(child);
  /** @type {Promise<number>} */
  const exited = new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      children.delete(child);
      resolve(code ?? 1);
    });
  });
  return Object.assign(child, { exited });
}

/** Asks all processes to end. */
export function stopAll() {
  for (const child of children) child.kill("SIGINT");
}
