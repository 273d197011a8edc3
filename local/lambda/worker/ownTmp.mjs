// @ts-check
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { fileURLToPath } from "node:url";

/** Functions of `fs` with two paths. */
const withTwoPaths = /^(?:rename|copyFile|cp|link|symlink)(?:Sync)?$/;

/**
 * Gives the function a `/tmp` of its own, as Lambda does. The machine's own `/tmp` holds what other
 * programs trust (sockets, caches of compiled code), so it stays closed: this only leads to where the
 * process may write.
 *
 * @param {string} folder - what `/tmp` leads to
 * @param {string[]} own - folders of the function that may lie in the machine's `/tmp`
 * @returns {(path: string) => string} where a path leads to
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
  answerExistsAsOnLambda();
  syncBuiltinESMExports();
  return map;
}

/**
 * @param {any} module
 * @param {(path: unknown) => unknown} map
 */
function wrapFunctions(module, map) {
  for (const [name, original] of Object.entries(module)) {
    // Classes have no use for it, and descriptors stay what they are.
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

/** What may not be seen is not there: libraries ask for files of the system that they can do without. */
function answerExistsAsOnLambda() {
  const { existsSync } = fs;
  fs.existsSync = (path) => {
    try {
      return existsSync(path);
    } catch {
      return false;
    }
  };
}
