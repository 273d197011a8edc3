import childProcess from "node:child_process";
import crypto from "node:crypto";
import dgram from "node:dgram";
import dns from "node:dns";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import os from "node:os";
import workers from "node:worker_threads";
import { wrapFunction } from "../reload/wrapFunction.ts";

/** Reports what can't be seen from outside. */
type Doubt = (reason: string) => void;

/**
 * Reports from now on when this thread uses what can't be compared: the network, other programs and threads, the time,
 * randomness and what the machine is like.
 *
 * @param onStart - told when a process begins to be started, and when it was
 */
export function recordDoubts(doubt: Doubt, onStart: (starts: boolean) => void): void {
  recordOutside(doubt, onStart);
  const ofModule = (what: string) => () => {
    if (isOfModule()) doubt(`${what} was read.`);
  };
  recordRandomness(ofModule("A random value"));
  recordTime(ofModule("The time"));
  const machine = ["hostname", "userInfo", "homedir", "networkInterfaces", "cpus", "totalmem"];
  before(os, [...machine, "availableParallelism", "freemem"], ofModule("A fact of the machine"));
  syncBuiltinESMExports();
}

function recordOutside(doubt: Doubt, onStart: (starts: boolean) => void): void {
  const network = () => doubt("The network was used.");
  before(net.Socket.prototype, ["connect"], network);
  before(dgram.Socket.prototype, ["bind", "connect", "send"], network);
  const lookups = (names: object) =>
    Object.keys(names).filter((name) => /^(?:lookup|resolve|reverse)/.test(name));
  for (const resolver of [dns, dns.promises]) before(resolver, lookups(resolver), network);
  const starts = ["spawn", "spawnSync", "exec", "execSync", "execFile", "execFileSync", "fork"];
  before(childProcess, starts, ([program]) => {
    // Bundles tell what they are made of.
    if (!/[\\/]esbuild(\.exe)?$/.test(String(program))) doubt(`${String(program)} was run.`);
    onStart(true);
    return () => onStart(false);
  });
  workers.Worker = new Proxy(workers.Worker, {
    construct(target, given, newTarget) {
      doubt("A thread was started.");
      return Reflect.construct(target, given, newTarget) as object;
    },
  });
}

function recordRandomness(random: () => void): void {
  before(Math, ["random"], random);
  const names = Object.keys(crypto).filter((name) => /^(?:random|generate)/.test(name));
  before(crypto, names, random);
  before(prototypeOf(crypto.webcrypto), ["getRandomValues", "randomUUID"], random);
  before(prototypeOf(crypto.webcrypto.subtle), ["generateKey"], random);
}

function recordTime(time: () => void): void {
  before(Date, ["now"], time);
  before(prototypeOf(performance), ["now"], time);
  before(process, ["hrtime", "uptime"], time);
  before(process.hrtime, ["bigint"], time);
  globalThis.Date = new Proxy(Date, {
    construct(target, given, newTarget) {
      if (given.length === 0) time();
      return Reflect.construct(target, given, newTarget) as Date;
    },
    apply(target) {
      time();
      return target();
    },
  });
  Date.prototype.constructor = Date;
}

const prototypeOf = (value: object): object => Object.getPrototypeOf(value) as object;

/**
 * Has something done before functions of an object.
 *
 * @param act - as that of `wrapFunction`
 */
function before(
  object: object,
  names: readonly string[],
  act: (args: readonly unknown[]) => unknown,
): void {
  for (const name of names) {
    const own = (object as Record<string, unknown>)[name];
    if (typeof own !== "function") continue;
    const value = wrapFunction(own, act);
    Object.defineProperty(object, name, { value, configurable: true, writable: true });
  }
}

/** Whether the function that was replaced was called by a module, also one of a package, and not by Node.js itself. */
function isOfModule(): boolean {
  const frames = stack(10).split("\n").slice(1);
  // Functions such as `Array.from` call what they are given.
  const caller = frames.find((frame) => !/<anonymous>\)?$/.test(frame) && !isOurs(frame));
  return caller !== undefined && /file:|\(\/|at \//.test(caller);
}

const isOurs = (frame: string): boolean => /\/(?:doubts|wrapFunction)\.ts:/.test(frame);

function stack(limit: number): string {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = limit;
  try {
    return new Error().stack ?? "";
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
