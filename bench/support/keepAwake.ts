import { spawn } from "node:child_process";
import { availableParallelism, constants, setPriority } from "node:os";

/**
 * Keeps the processors awake by processes of the lowest priority. A processor that sleeps between two calls takes up to
 * 50 µs to wake up on a virtual machine, which is more than what a fast target takes, and changes from turn to turn.
 *
 * @returns a function that ends them
 */
export function keepAwake(): () => void {
  const children = Array.from({ length: availableParallelism() }, () => {
    const child = spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" });
    setPriority(child.pid!, constants.priority.PRIORITY_LOW);
    return child;
  });
  const stop = () => {
    for (const child of children) child.kill("SIGKILL");
  };
  process.once("exit", stop);
  return stop;
}
