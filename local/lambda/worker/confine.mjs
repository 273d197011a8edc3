// @ts-check
// What Node.js's permissions leave open: a signal to another process (SIGUSR1 opens a debugger in any
// Node.js process of the user, this platform's too).
import { constants } from "node:os";

/** Lets the process signal nobody but itself. */
export function confineSignals() {
  const own = /** @type {any} */ (process);
  const { _kill: signal, pid } = own;
  own._kill = (/** @type {unknown} */ target, /** @type {unknown} */ number) =>
    target === pid ? signal(pid, number) : -constants.errno.EPERM;
  delete own._debugProcess;
  delete own._debugEnd;
}
