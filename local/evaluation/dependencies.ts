import fs from "node:fs";
import module from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import type { ReadKind } from "../reload/fileReads.ts";
import type { Dependencies } from "./calls.ts";
import { ownVariables } from "./childProcesses.mjs";
import { recordDoubts } from "./doubts.ts";

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

const doubt = (reason: string): void => void doubts.add(reason);

/** Everything up to now. */
export const dependencies = (): Dependencies => ({
  reads: [...reads.values()],
  variables: [...variables],
  doubts: [...doubts],
});

/** True while a process is started, which is given all variables. */
let isStarting = false;

/** Node.js has it from 22.15 on. */
interface Hooks {
  readonly registerHooks?: (hooks: {
    resolve(specifier: string, context: Importer, next: Hooks["resolve"]): { readonly url: string };
  }) => void;
  resolve(specifier: string, context: Importer): { readonly url: string };
}

interface Importer {
  readonly parentURL?: string | undefined;
}

/** Modules that are no packages. */
function recordModules(): void {
  const { registerHooks } = module as unknown as Hooks;
  if (!registerHooks) return doubt("This version of Node.js does not tell its modules.");
  registerHooks({
    resolve(specifier, context, next) {
      const { parentURL } = context;
      const isOwn = isOwnModule(parentURL);
      if (specifier === "esbuild" && isOwn && !bundlers.test(parentURL)) {
        doubt("esbuild is used, and only bundles of functions tell what they are made of.");
      }
      try {
        const resolved = next(specifier, context);
        if (isOwnModule(resolved.url)) noteRead("files", fileURLToPath(resolved.url));
        return resolved;
      } catch (error) {
        if (isOwn) noteMissing(specifier, parentURL);
        throw error;
      }
    },
  });
}

const isOwnModule = (url: string | undefined): url is string =>
  url !== undefined && url.startsWith("file:") && !url.includes("/node_modules/");

/** Modules that say of their bundles what these are made of, and those of the platform itself. */
const bundlers =
  /\/(?:components\/(?:function|functions|identity\/messages)|local\/\w+)\/\w+\.ts(?:\?|$)/;

/** A program may do without a module until there is one. */
function noteMissing(specifier: string, parentURL: string): void {
  if (!/^(?:\.{0,2}\/|file:)/.test(specifier)) return; // A package.
  const path = fileURLToPath(new URL(specifier, parentURL));
  noteRead("folders", path);
  noteRead("folders", dirname(path));
}

/** Variables that Node.js reads itself, for dates and texts. */
const implicit = ["TZ", "LANG", "LC_ALL", "LC_MESSAGES"];

function recordVariables(): void {
  for (const name of implicit) variables.set(name, process.env[name]);
  // As Node.js does it, but where it is seen.
  process.loadEnvFile = (path = ".env") => {
    const values = parseEnv(fs.readFileSync(path, "utf8"));
    for (const [name, value] of Object.entries(values)) process.env[name] ??= value;
  };
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
      if (!isStarting) doubt("All environment variables were read.");
      return Reflect.ownKeys(target);
    },
  });
}

recordModules();
recordVariables();
recordDoubts(doubt, (starts) => (isStarting = starts));
