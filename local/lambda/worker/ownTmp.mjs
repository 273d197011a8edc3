// @ts-check
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { fileURLToPath } from "node:url";

/** Functions of `fs` with two paths. */
const withTwoPaths = /^(?:rename|copyFile|cp|link|symlink)(?:Sync)?$/;

/**
 * Gives the function its own `/tmp`, as Lambda does. The machine's `/tmp` holds files that other programs
 * trust (sockets, caches of compiled code), so it stays closed; this only redirects paths.
 *
 * @param {string} folder - replaces `/tmp`
 * @param {string[]} own - folders of the function that may be in the machine's `/tmp`
 * @returns {(path: string) => string} maps a path
 */
export function mapTmp(folder, own) {
  const isIn = (/** @type {string} */ path, /** @type {string} */ parent) =>
    path === parent || path.startsWith(`${parent}/`);
  const map = (/** @type {string} */ path) =>
    isIn(path, "/tmp") && ![folder, ...own].some((parent) => isIn(path, parent))
      ? folder + path.slice("/tmp".length)
      : path;
  const mapAny = (/** @type {unknown} */ path) => {
    if (typeof path === "string") return map(path);
    if (path instanceof URL && path.protocol === "file:") return map(fileURLToPath(path));
    if (path instanceof Uint8Array) return Buffer.from(map(Buffer.from(path).toString()));
    return path;
  };

  for (const module of [fs, fs.promises]) wrapFunctions(module, mapAny);
  hideForbiddenFiles();
  syncBuiltinESMExports();
  return map;
}

/**
 * @param {any} module
 * @param {(path: unknown) => unknown} map
 */
function wrapFunctions(module, map) {
  for (const [name, original] of Object.entries(module)) {
    // Skips classes and constants. Property descriptors are kept.
    if (typeof original !== "function" || /^[A-Z_]/.test(name)) continue;
    const hasTwo = withTwoPaths.test(name);
    module[name] = Object.defineProperties(
      /** @this {unknown} @param {unknown[]} args */
      function (...args) {
        if (args.length > 0) args[0] = map(args[0]);
        if (hasTwo) args[1] = map(args[1]);
        return original.apply(this, args);
      },
      Object.getOwnPropertyDescriptors(original),
    );
  }
}

/** Reports forbidden files as missing, because libraries look for optional files of the system. */
function hideForbiddenFiles() {
  const { existsSync } = fs;
  fs.existsSync = (path) => {
    try {
      return existsSync(path);
    } catch {
      return false;
    }
  };
}
