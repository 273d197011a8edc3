import childProcess from "node:child_process";
import crypto from "node:crypto";
import module, { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { ReadKind } from "../reload/fileReads.ts";
import type { Dependencies } from "./calls.ts";
import { ownVariables } from "./childProcesses.mjs";

// What this thread's evaluation depends on, recorded from the import of this file on.

/** Not the one that is replaced below. */
const now = Date.now;
const reads = new Map<string, Dependencies["reads"][number]>();
/** With the values that they had before the thread set any. */
const variables = new Map<string, string | undefined>();
const doubts = new Set<string>();

/** Notes a file or folder that is read now. */
export function noteRead(kind: ReadKind, path: string): void {
  const key = `${kind} ${path}`;
  if (!reads.has(key)) reads.set(key, { kind, path, at: now() });
}

/** Everything up to now. */
export const dependencies = (): Dependencies => ({
  reads: [...reads.values()],
  variables: [...variables],
  doubts: [...doubts],
});

type Functions = Record<string, ((...args: unknown[]) => unknown) | undefined>;

recordModules();
recordVariables();
recordDoubts();

/** Node.js has it from 22.15 on. */
interface Hooks {
  readonly registerHooks?: (hooks: {
    resolve(specifier: string, context: object, next: Hooks["resolve"]): { readonly url: string };
  }) => void;
  resolve(specifier: string, context: object): { readonly url: string };
}

/** Modules that are no packages. */
function recordModules(): void {
  const { registerHooks } = module as unknown as Hooks;
  if (!registerHooks) return void doubts.add("This version of Node.js does not tell its modules.");
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      if (resolved.url.startsWith("file:") && !resolved.url.includes("/node_modules/")) {
        noteRead("files", fileURLToPath(resolved.url));
      }
      return resolved;
    },
  });
}

/** True while a process is started, which is given all variables. */
let isStarting = false;

function recordVariables(): void {
  const note = (target: NodeJS.ProcessEnv, name: string | symbol) => {
    if (typeof name !== "string" || isStarting || variables.has(name)) return;
    if (name in ownVariables) return;
    variables.set(name, target[name]);
  };
  process.env = new Proxy(process.env, {
    get(target, name) {
      note(target, name);
      return Reflect.get(target, name) as unknown;
    },
    has(target, name) {
      note(target, name);
      return Reflect.has(target, name);
    },
    getOwnPropertyDescriptor(target, name) {
      note(target, name);
      return Reflect.getOwnPropertyDescriptor(target, name);
    },
    set(target, name, value) {
      note(target, name);
      return Reflect.set(target, name, value);
    },
    deleteProperty(target, name) {
      note(target, name);
      return Reflect.deleteProperty(target, name);
    },
    ownKeys(target) {
      if (!isStarting) doubts.add("All environment variables were read.");
      return Reflect.ownKeys(target);
    },
  });
}

/** What can't be seen from outside: the network, other programs, the time and randomness. */
function recordDoubts(): void {
  before(net.Socket.prototype, ["connect"], () => doubts.add("The network was used."));
  const starts = ["spawn", "spawnSync", "exec", "execSync", "execFile", "execFileSync", "fork"];
  const start = (program: unknown) => {
    // Bundles tell what they are made of.
    if (!/[\\/]esbuild(\.exe)?$/.test(String(program))) doubts.add(`${String(program)} was run.`);
    isStarting = true;
    return () => (isStarting = false);
  };
  before(childProcess, starts, start);
  const ofProgram = (what: string) => () => {
    if (isOfProgram()) doubts.add(`${what} was read.`);
  };
  before(Math, ["random"], ofProgram("A random value"));
  const random = ["randomBytes", "randomUUID", "randomInt"];
  before(crypto, random, ofProgram("A random value"));
  before(
    Object.getPrototypeOf(crypto.webcrypto) as object,
    ["getRandomValues", "randomUUID"],
    ofProgram("A random value"),
  );
  const time = ofProgram("The time");
  before(Date, ["now"], time);
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
  syncBuiltinESMExports();
}

/**
 * Has something done before functions of an object.
 *
 * @param act - receives the first argument; may return what is done afterwards
 */
function before(object: object, names: readonly string[], act: (first: unknown) => unknown): void {
  const functions = object as Functions;
  for (const name of names) {
    const own = functions[name];
    if (own === undefined) continue;
    const value = function (this: unknown, ...args: unknown[]) {
      const after = act(args[0]);
      try {
        return Reflect.apply(own, this, args);
      } finally {
        if (typeof after === "function") after();
      }
    };
    Object.defineProperty(object, name, { value, configurable: true, writable: true });
  }
}

const ofPackages = `${sep}node_modules${sep}`;

/** Whether the function that was replaced was called by a module that is no package and not of Node.js. */
function isOfProgram(): boolean {
  const frames = stack(6).split("\n").slice(1);
  const caller = frames.find((frame) => !frame.includes(import.meta.filename));
  return caller !== undefined && /file:|\(\//.test(caller) && !caller.includes(ofPackages);
}

function stack(limit: number): string {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = limit;
  try {
    return new Error().stack ?? "";
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
