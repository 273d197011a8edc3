// @ts-check
// What Node.js's permissions leave open.
//
// Functions can change all that is global: prototypes, `Reflect`, and by `syncBuiltinESMExports` also what
// modules import. So what decides here is taken now, before there is code of theirs, and nothing that
// the platform says later counts: they could say it in its place.
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
 * Confines the process, before any code of the function's.
 *
 * @param {any} pipe - Node.js's own object behind a pipe or Unix socket; all others have its prototype
 * @param {object} where
 * @param {string} where.temporaryDirectory - takes the place of `/tmp`
 * @param {string[]} where.ownFolders - folders of the function that may lie in the machine's `/tmp`
 * @param {string | undefined} where.socketFolder - holds the sockets of services, which it may connect to
 */
export function confine(pipe, { temporaryDirectory, ownFolders, socketFolder }) {
  confineEngine();
  confineLinks();
  confineSignals();
  // Comes after these: it brings what they have replaced to modules that import it.
  const map = mapTmp(temporaryDirectory, ownFolders);
  confineSockets(pipe, { temporaryDirectory, socketFolder, mapTmp: map });
}

/**
 * Lets the process signal and slow down itself alone: SIGUSR1 opens a debugger in any Node.js process of
 * the user. Modules see it after `syncBuiltinESMExports`.
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

/** @param {string} what @returns {() => never} */
const refusal = (what) => () => {
  throw Object.assign(new Error(`Functions on this machine cannot ${what}.`), {
    code: "ERR_ACCESS_DENIED",
  });
};

/**
 * Lets the process make no symbolic links. Before the releases of January 2026 a link to the function's
 * own folder, with dots behind it, led to every file of the user (CVE-2025-55130). Modules see it after
 * `syncBuiltinESMExports`.
 */
function confineLinks() {
  const refuse = refusal("make symbolic links");
  Object.assign(fs, { symlink: refuse, symlinkSync: refuse });
  fs.promises.symlink = async () => refuse();
}

/**
 * Keeps the engine as it was started. By its flags, traces and reports it would write files wherever it is
 * told to. Modules see it after `syncBuiltinESMExports`.
 */
function confineEngine() {
  const refuse = refusal("change the engine's flags or have it write files");
  const { report } = process;
  // Packages read the report to tell one C library from another.
  const getReport = (/** @type {Error | undefined} */ error) => report.getReport(error);
  Object.defineProperty(process, "report", {
    value: Object.freeze({ getReport, writeReport: refuse }),
    configurable: false,
  });
  Object.assign(v8, { setFlagsFromString: refuse, setHeapSnapshotNearHeapLimit: refuse });
  Object.assign(traceEvents, { createTracing: refuse });
}

/**
 * Lets the process use some of the machine's Unix sockets alone: others are those of the user's programs,
 * such as Docker or an SSH agent.
 *
 * @param {any} pipe - Node.js's own object behind such a socket; all others have its prototype
 * @param {object} where
 * @param {string} where.temporaryDirectory - holds the function's own
 * @param {string | undefined} where.socketFolder - holds those of services, which it may connect to
 * @param {(path: string) => string} where.mapTmp - leads from `/tmp` to the function's own folder
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
    // As the system's own refusal comes: whoever connects has no listener for errors yet.
    setImmediate(() => request.oncomplete?.(-EACCES, this, request, false, false));
    return 0;
  };
}

/**
 * A path without its dots, if it is in a folder.
 *
 * @param {string} folder
 * @param {string} path
 */
function pathInside(folder, path) {
  const absolute = resolve(path);
  return startsWith(absolute, `${folder}/`) ? absolute : undefined;
}
