// @ts-check
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { compileFunction, constants } from "node:vm";
import { RuntimeError } from "./errorObject.mjs";

/** @typedef {(event: unknown, context: object) => unknown} Handler */

/**
 * Loads a new copy of a function's module, which shares no state with other copies.
 *
 * @param {string} codeDirectory
 * @param {string} name - such as `index.handler` or `src/app.nested.handler`
 * @param {number} copy - distinguishes this copy from others in the process
 * @returns {Promise<Handler>}
 * @throws RuntimeError, or what the module itself throws
 */
export async function loadHandler(codeDirectory, name, copy) {
  const [module, ...exportPath] = basename(name).split(".");
  if (!module || exportPath.length === 0) {
    throw new RuntimeError("MalformedHandlerName", "Bad handler");
  }
  const file = findModule(codeDirectory, join(dirname(name), module));
  const exported = await load(file, codeDirectory, copy);
  const handler = exportPath.reduce((value, key) => value?.[key], exported);
  if (typeof handler !== "function") {
    const problem = handler === undefined ? "undefined or not exported" : "not a function";
    throw new RuntimeError("HandlerNotFound", `${name} is ${problem}`);
  }
  return /** @type {Handler} */ (handler);
}

/**
 * @param {string} codeDirectory
 * @param {string} module - path without its extension
 */
function findModule(codeDirectory, module) {
  const files = [".js", ".mjs", ".cjs"].map((extension) => join(codeDirectory, module + extension));
  const file = files.find((candidate) => existsSync(candidate));
  if (file === undefined) {
    throw new RuntimeError("ImportModuleError", `Error: Cannot find module '${module}'`);
  }
  return file;
}

/**
 * @param {string} file
 * @param {string} codeDirectory
 * @param {number} copy
 */
async function load(file, codeDirectory, copy) {
  try {
    return isEsModule(file, codeDirectory)
      ? await import(`${pathToFileURL(file).href}?copy=${copy}`)
      : loadCommonJs(file);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error instanceof SyntaxError) {
      throw new RuntimeError("UserCodeSyntaxError", String(error));
    }
    if ("code" in error && /^(ERR_)?MODULE_NOT_FOUND$/.test(String(error.code))) {
      throw new RuntimeError("ImportModuleError", String(error));
    }
    throw error;
  }
}

/**
 * Whether a file is an ES module, by its extension or the bundle's `package.json`. Those of parent folders
 * are ignored.
 *
 * @param {string} file
 * @param {string} codeDirectory
 */
function isEsModule(file, codeDirectory) {
  if (extname(file) !== ".js") return extname(file) === ".mjs";
  const manifest = join(codeDirectory, "package.json");
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).type === "module";
}

/** @param {string} file */
function loadCommonJs(file) {
  const module = { exports: {} };
  const run = compiled.get(file) ?? compile(file);
  run.call(module.exports, module.exports, createRequire(file), module, file, dirname(file));
  return module.exports;
}

/**
 * Compiled modules, run once for each copy. V8 optimizes them once; it would optimize each copy of an ES
 * module separately, which took a third of the time of a thread with 25 instances.
 *
 * @type {Map<string, Function>}
 */
const compiled = new Map();

/** @param {string} file */
function compile(file) {
  const source = readFileSync(file, "utf8");
  const names = ["exports", "require", "module", "__filename", "__dirname"];
  const run = compileFunction(source, names, {
    filename: file,
    // Node.js warns that this is experimental, so it is set only for code that uses import().
    ...(/\bimport\s*\(/.test(source) && {
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    }),
  });
  compiled.set(file, run);
  return run;
}
