import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { FunctionSpec } from "./functionSpec.ts";

/** Loaded before code that another program than the platform runs. */
const preload = new URL("./worker/preload.mjs", import.meta.url);

/** Plain JavaScript, so that no process has to load the TypeScript loader first. */
const entryFile = fileURLToPath(new URL("./worker/entry.mjs", import.meta.url));

/** All that the entry is made of. */
const ownFiles = ["./worker", "./outbox.mjs", "./frames.mjs"].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/** Options of a function's `NODE_OPTIONS` that change nothing but how its code behaves. */
const harmlessOption =
  /^--(?:enable-source-maps|no-deprecation|trace-deprecation|no-warnings|trace-warnings|dns-result-order=\w+|unhandled-rejections=[\w-]+|max-http-header-size=\d+|max-old-space-size=\d+)$/;

/**
 * Arguments for Node.js that run a function's process where it can read its code and write its code's
 * folder and its `/tmp`, and nothing else: no other files, processes, threads, addons or debuggers.
 *
 * Source: Node.js, "Permissions". It keeps honest code and copied attacks inside; Node.js itself does not
 * call it a sandbox.
 */
export function confinement(
  { codeDirectory, environment }: FunctionSpec,
  temporaryDirectory: string,
): string[] {
  const folders = [codeDirectory, temporaryDirectory].flatMap(spellings);
  const options = (environment["NODE_OPTIONS"] ?? "").split(/\s+/);
  return [
    ...baseFlags(),
    ...folders.map((path) => `--allow-fs-read=${path}`),
    ...folders.map((path) => `--allow-fs-write=${path}`),
    ...options.filter((option) => harmlessOption.test(option)),
    entryFile,
  ];
}

/**
 * For a program that runs functions in the platform's place: a Node.js with what it needs to confine
 * them. Flags for a function's own folders come on top.
 */
export const confinedNode = () => ({
  binary: process.execPath,
  flags: baseFlags(),
  preload: preload.href,
});

/** Lets a process read what confines it, and nothing else. */
const baseFlags = (): string[] => [
  ...permissionFlags(),
  ...ownFiles.flatMap(spellings).map((path) => `--allow-fs-read=${path}`),
];

/** Node.js 20 knows the flag by its first name only; from 25 on it also guards the network. */
function permissionFlags(): string[] {
  const known = process.allowedNodeEnvironmentFlags;
  return [
    known.has("--permission") ? "--permission" : "--experimental-permission",
    ...(known.has("--allow-net") ? ["--allow-net"] : []),
    // SQLite opens files without asking for permission.
    ...(known.has("--no-experimental-sqlite") ? ["--no-experimental-sqlite"] : []),
    // It would stand in the function's log at each start.
    "--disable-warning=ExperimentalWarning",
  ];
}

/** A path as it was given and as it is: modules are loaded by the latter. (`/tmp` on macOS is a link) */
const spellings = (path: string): string[] => [...new Set([path, realpathSync(path)])];
