// @ts-check
// The child processes of a thread. Node.js takes note of their ends in the thread that has started them, so those that
// outlive it, and the other way round, stay in the process table until the platform ends.
import { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { register } from "node:module";
import { MessageChannel } from "node:worker_threads";

/** @type {Set<ChildProcess>} */
const running = new Set();

/** The thread with the hooks of this one. @type {import("node:worker_threads").MessagePort | undefined} */
let hooks;

/** Variables that each such thread sets for itself. */
export const ownVariables = {
  // esbuild's functions that wait would start a thread of their own, with a process.
  ESBUILD_WORKER_THREADS: "0",
};

/** Takes note of each process that this thread starts from now on. */
export function followChildren() {
  Object.assign(process.env, ownVariables);
  const prototype = /** @type {any} */ (ChildProcess.prototype);
  const { spawn } = prototype;
  prototype.spawn = function (/** @type {unknown[]} */ ...args) {
    running.add(this);
    this.once("exit", () => running.delete(this));
    this.once("error", () => running.delete(this));
    return spawn.apply(this, args);
  };
}

/** Does the same in the thread to which Node.js below 22.18 leaves the loading of modules: tsx runs esbuild there. */
export function followChildrenOfHooks() {
  const { port1, port2 } = new MessageChannel();
  register(import.meta.url, { data: port2, transferList: [port2] });
  port1.unref();
  hooks = port1;
}

/**
 * Node.js calls this in the thread of the hooks.
 *
 * @param {import("node:worker_threads").MessagePort} port
 */
export function initialize(port) {
  followChildren();
  port.on("message", async () => {
    await endChildren();
    port.postMessage("ended");
  });
  port.unref();
}

/** Ends all, and waits until that is known. */
export async function endChildren() {
  const ends = [...running].map(async (child) => {
    child.ref();
    child.kill("SIGKILL");
    await once(child, "exit");
  });
  if (hooks) {
    hooks.ref();
    hooks.postMessage("end");
    ends.push(once(hooks, "message").then(() => {}));
  }
  await Promise.all(ends);
}
