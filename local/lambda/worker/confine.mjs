// @ts-check
// Closes the gaps of Node.js's permission model.
//
// Functions can change everything global: prototypes, `Reflect`, and by `syncBuiltinESMExports` even
// imported modules. So this code keeps references from before a function's code is loaded, and ignores
// later messages of the platform, which functions could forge.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import traceEvents from "node:trace_events";
import v8 from "node:v8";
import { mapTmp } from "./ownTmp.mjs";

const { apply } = Reflect;
const { resolve } = path;
const { EACCES, EPERM } = os.constants.errno;
/** @type {(text: string, start: string) => boolean} */
const startsWith = Function.prototype.call.bind(String.prototype.startsWith);

/**
 * Confines the process. Must run before any code of the function.
 *
 * @param {any} pipe - Node.js's own object behind a pipe or Unix socket; all others have its prototype
 * @param {object} where
 * @param {string} where.temporaryDirectory - replaces `/tmp`
 * @param {string[]} where.ownFolders - folders of the function that may be in the machine's `/tmp`
 * @param {string | undefined} where.socketFolder - folder of the services' sockets, which it may connect to
 */
export function confine(pipe, { temporaryDirectory, ownFolders, socketFolder }) {
  confineEngine();
  confineLinks();
  confineSignals();
  // Must come last: it also updates the imports of modules to the replaced functions.
  const map = mapTmp(temporaryDirectory, ownFolders);
  confineSockets(pipe, { temporaryDirectory, socketFolder, mapTmp: map });
}

/**
 * Lets the process signal and reprioritize only itself: SIGUSR1 opens a debugger in any Node.js process of
 * the user. Takes effect in imports after `syncBuiltinESMExports`.
 */
function confineSignals() {
  const own = /** @type {any} */ (process);
  const { _kill: signal, pid } = own;
  own._kill = (/** @type {unknown} */ target, /** @type {unknown} */ number) =>
    target === pid ? signal(pid, number) : -EPERM;
  delete own._debugProcess;
  delete own._debugEnd;

  const { setPriority } = os;
  os.setPriority = (/** @type {number[]} */ ...args) => {
    const [target, priority] = args.length === 1 ? [0, args[0]] : args;
    if (target !== 0 && target !== pid) {
      refusal("set the priority of other processes")();
    }
    setPriority(target, /** @type {number} */ (priority));
  };
}

/** @param {string} action @returns {() => never} */
const refusal = (action) => () => {
  throw Object.assign(new Error(`Functions on this machine cannot ${action}.`), {
    code: "ERR_ACCESS_DENIED",
  });
};

/**
 * Refuses symbolic links. Before the Node.js releases of January 2026, a link to the function's folder
 * followed by `..` gave access to every file of the user (CVE-2025-55130). Takes effect in imports after
 * `syncBuiltinESMExports`.
 */
function confineLinks() {
  const refuse = refusal("make symbolic links");
  Object.assign(fs, { symlink: refuse, symlinkSync: refuse });
  fs.promises.symlink = async () => refuse();
}

/**
 * Refuses changes to the engine, whose flags, traces and reports could write files anywhere. Takes effect in
 * imports after `syncBuiltinESMExports`.
 */
function confineEngine() {
  const refuse = refusal("change the engine's flags or have it write files");
  const { report } = process;
  // Packages read the report to detect the C library.
  const getReport = (/** @type {Error | undefined} */ error) => report.getReport(error);
  Object.defineProperty(process, "report", {
    value: Object.freeze({ getReport, writeReport: refuse }),
    configurable: false,
  });
  Object.assign(v8, { setFlagsFromString: refuse, setHeapSnapshotNearHeapLimit: refuse });
  Object.assign(traceEvents, { createTracing: refuse });
}

/**
 * Limits the process to its own Unix sockets and those of services. Others belong to the user's programs,
 * such as Docker or an SSH agent.
 *
 * @param {any} pipe - Node.js's own object behind such a socket; all others have its prototype
 * @param {object} where
 * @param {string} where.temporaryDirectory - folder of the function's sockets
 * @param {string | undefined} where.socketFolder - folder of the services' sockets, which it may connect to
 * @param {(path: string) => string} where.mapTmp - maps `/tmp` to the function's folder
 */
function confineSockets(pipe, { temporaryDirectory, socketFolder, mapTmp }) {
  const prototype = Object.getPrototypeOf(pipe);
  const { bind, connect } = prototype;
  const ownSocket = (/** @type {string} */ name) => pathInside(temporaryDirectory, mapTmp(name));
  const anySocket = (/** @type {string} */ name) =>
    (socketFolder === undefined ? undefined : pathInside(socketFolder, name)) ?? ownSocket(name);

  prototype.bind = /** @this {any} @param {unknown} name */ function (name) {
    const path = ownSocket(`${name}`);
    return path === undefined ? -EACCES : apply(bind, this, [path]);
  };

  prototype.connect = /** @this {any} @param {any} request @param {unknown} name */ function (
    request,
    name,
  ) {
    const path = anySocket(`${name}`);
    if (path !== undefined) return apply(connect, this, [request, path]);
    // Asynchronous like a refusal of the system: the caller has no listener for errors yet.
    setImmediate(() => request.oncomplete?.(-EACCES, this, request, false, false));
    return 0;
  };
}

/**
 * The normalized path if it is in the folder, otherwise undefined.
 *
 * @param {string} folder
 * @param {string} path
 */
function pathInside(folder, path) {
  const absolute = resolve(path);
  return startsWith(absolute, `${folder}/`) ? absolute : undefined;
}
