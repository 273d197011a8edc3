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

/**
 * Reads the port that a plugin prints as its first line.
 *
 * @param {ReturnType<typeof start>} child - its output is piped
 * @param {(bytes: Buffer) => void} print - receives what it prints after that
 * @returns {Promise<number>}
 */
export function readPort({ stdout, exited }, print) {
  return new Promise((resolve, reject) => {
    /** @type {Buffer | undefined} */
    let start = Buffer.alloc(0);
    stdout?.on("data", (/** @type {Buffer} */ chunk) => {
      if (start === undefined) return print(chunk);
      start = Buffer.concat([start, chunk]);
      const end = start.indexOf("\n");
      if (end === -1) return;
      const [line, rest] = [start.subarray(0, end).toString().trim(), start.subarray(end + 1)];
      start = undefined;
      if (/^\d+$/.test(line)) resolve(Number(line));
      else reject(new Error(`could not read its port: its first line is "${line}"`));
      if (rest.length > 0) print(rest);
    });
    exited.then((code) => reject(new Error(`it ended with exit code ${code}`)), reject);
  });
}

/** Asks all processes to end. */
export function stopAll() {
  for (const child of children) child.kill("SIGINT");
}
