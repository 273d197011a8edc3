// @ts-check
import module from "node:module";

/**
 * Packages that Pulumi's SDK loads at its start, and most programs never use: they serialize functions, read
 * tsconfig.json and run the CLI. They take two thirds of the time in which it loads.
 */
const rarelyUsed = new Set(["@npmcli/arborist", "execa", "typescript"]);

/** @typedef {(this: unknown, request: string, parent?: { filename?: string }, isMain?: boolean) => any} Load */

/** Loads these packages when they are first used. */
export function deferPackages() {
  const loader = /** @type {{ _load: Load }} */ (/** @type {unknown} */ (module));
  const load = loader._load;
  loader._load = function (request, parent, isMain) {
    const now = () => load.call(this, request, parent, isMain);
    const isPulumi = parent?.filename?.includes("/@pulumi/pulumi/") ?? false;
    return isPulumi && rarelyUsed.has(request) ? deferred(now) : now();
  };
}

/**
 * A stand-in for a module, for the code that TypeScript makes of imports.
 *
 * @param {() => any} load
 */
function deferred(load) {
  /** @type {any} */
  let loaded;
  const module = () => (loaded ??= load());
  return new Proxy(() => {}, {
    get(_, key) {
      if (key === "__esModule") return true;
      return key === "default" && !module().__esModule ? module() : module()[key];
    },
    has: (_, key) => key in module(),
  });
}
