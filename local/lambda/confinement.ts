import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { FunctionSpec } from "./functionSpec.ts";

/** Module that MiniStack's functions load before their code. */
const preload = new URL("./worker/preload.mjs", import.meta.url);

/** Plain JavaScript, which needs no TypeScript loader. */
const entryFile = fileURLToPath(new URL("./worker/entry.mjs", import.meta.url));

/** The entry and everything that it imports. */
const ownFiles = ["./worker", "./outbox.mjs", "./frames.mjs"].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/** Options in a function's `NODE_OPTIONS` that only change how its code behaves. */
const harmlessOption =
  /^--(?:enable-source-maps|no-deprecation|trace-deprecation|no-warnings|trace-warnings|dns-result-order=\w+|unhandled-rejections=[\w-]+|max-http-header-size=\d+|max-old-space-size=\d+)$/;

/**
 * Arguments for Node.js that confine a function's process: it can read and write its code's folder and
 * its `/tmp`, but no other files, and use no processes, threads, addons or debuggers.
 *
 * Source: Node.js, "Permissions". This stops accidents and common attacks, but Node.js does not call it
 * a sandbox.
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
 * Node.js and its flags for another program that runs confined functions. That program adds the flags
 * for each function's folders.
 */
export const confinedNode = () => ({
  binary: process.execPath,
  flags: baseFlags(),
  preload: preload.href,
});

/** Lets a process read only the modules that confine it. */
const baseFlags = (): string[] => [
  ...permissionFlags(),
  ...ownFiles.flatMap(spellings).map((path) => `--allow-fs-read=${path}`),
];

/** Node.js 20 has only the flag's first name. From 25 on, permissions also cover the network. */
function permissionFlags(): string[] {
  const known = process.allowedNodeEnvironmentFlags;
  return [
    known.has("--permission") ? "--permission" : "--experimental-permission",
    ...(known.has("--allow-net") ? ["--allow-net"] : []),
    // SQLite opens files without a permission check.
    ...(known.has("--no-experimental-sqlite") ? ["--no-experimental-sqlite"] : []),
    // The warning would appear in the function's log at each start.
    "--disable-warning=ExperimentalWarning",
  ];
}

/** The path as given and its real path, by which modules are loaded. (`/tmp` is a link on macOS.) */
const spellings = (path: string): string[] => [...new Set([path, realpathSync(path)])];
