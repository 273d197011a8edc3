// @ts-check
// What Node.js's permissions leave open.
import { constants } from "node:os";
import { resolve } from "node:path";
import traceEvents from "node:trace_events";
import v8 from "node:v8";

const { apply } = Reflect;
const { EACCES, EPERM } = constants.errno;

/** Lets the process signal itself alone: SIGUSR1 opens a debugger in any Node.js process of the user. */
export function confineSignals() {
  const own = /** @type {any} */ (process);
  const { _kill: signal, pid } = own;
  own._kill = (/** @type {unknown} */ target, /** @type {unknown} */ number) =>
    target === pid ? signal(pid, number) : -EPERM;
  delete own._debugProcess;
  delete own._debugEnd;
}

/**
 * Keeps the engine as it was started. By its flags and traces it would write files wherever it is told
 * to. Modules see it after `syncBuiltinESMExports`.
 */
export function confineEngine() {
  const refuse = () => {
    const message =
      "Functions on this machine cannot change the engine's flags or have it write files.";
    throw Object.assign(new Error(message), { code: "ERR_ACCESS_DENIED" });
  };
  Object.assign(v8, { setFlagsFromString: refuse, setHeapSnapshotNearHeapLimit: refuse });
  Object.assign(traceEvents, { createTracing: refuse });
}

/**
 * Lets the process use some of the machine's Unix sockets alone: others are those of the user's programs,
 * such as Docker or an SSH agent.
 *
 * @param {any} pipe - Node.js's own object behind such a socket; all others have its prototype
 * @param {(path: string) => string | undefined} locate - where a socket is; `undefined` to refuse it
 */
export function confineSockets(pipe, locate) {
  const prototype = Object.getPrototypeOf(pipe);
  const { bind, connect } = prototype;

  prototype.bind = /** @this {any} @param {unknown} name */ function (name) {
    const path = locate(String(name));
    return path === undefined ? -EACCES : apply(bind, this, [path]);
  };

  prototype.connect = /** @this {any} @param {any} request @param {unknown} name */ function (
    request,
    name,
  ) {
    const path = locate(String(name));
    if (path !== undefined) return apply(connect, this, [request, path]);
    // As the system's own refusal comes: whoever connects has no listener for errors yet.
    setImmediate(() => request.oncomplete?.(-EACCES, this, request, false, false));
    return 0;
  };
}

/**
 * Where a socket of the function's own is.
 *
 * @param {string} path - what `/tmp` was replaced in
 * @param {string} temporaryDirectory
 */
export function ownSocket(path, temporaryDirectory) {
  const absolute = resolve(path);
  return absolute.startsWith(`${temporaryDirectory}/`) ? absolute : undefined;
}
