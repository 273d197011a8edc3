// @ts-check
// Starts a plugin that replaces one of Pulumi's: node launch.mjs <name> <the engine's arguments>
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const require = createRequire(import.meta.url);
/** Minimum age of bundles to remove: by then, a plugin that needs one has loaded it. */
const oldAfterMs = 10 * 60_000;

/**
 * Runs `main(version, engine)` of `plugin/<name>.ts`, with the version of the installed package
 * `@pulumi/<name>`. A plugin may report another version.
 *
 * The engine starts its plugins for each command. A bundle loads in half the time of its sources, so
 * one is built for each state of the sources and packages.
 *
 * @param {string} name
 * @param {string[]} engine
 */
async function launch(name, engine) {
  endWithEngine();
  const folder = join(root, "dist/plugins", name, contentKey());
  if (!existsSync(folder)) await bundle(name, folder);
  const { version } = require(join(root, "node_modules/@pulumi", name, "package.json"));
  await require(join(folder, "plugin.cjs")).main(version, engine);
}

/** Exits when the engine was killed, which otherwise stops its plugins. */
function endWithEngine() {
  const engine = process.ppid;
  const look = () => process.ppid === engine || process.exit();
  setInterval(look, 1000).unref();
}

/** Changes with the sources that plugins are made of and with the installed packages. */
function contentKey() {
  const hash = createHash("sha256");
  const sources = ["local", "project"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(?:ts|mjs|json)$/.test(file) && !file.endsWith(".test.ts"))
      .map((file) => join(folder, file)),
  );
  for (const file of [...sources.toSorted(), "node_modules/.package-lock.json"]) {
    hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest("hex").slice(0, 16);
}

/**
 * @param {string} name
 * @param {string} folder - for the bundle
 */
async function bundle(name, folder) {
  const { build } = await import("esbuild");
  const bundles = dirname(folder);
  await mkdir(bundles, { recursive: true });
  // Built in a temporary folder and renamed, because several engines may start the plugin at once.
  const temporary = await mkdtemp(join(bundles, "unfinished-"));
  try {
    await build({
      entryPoints: [join(root, "local/provider/plugin", `${name}.ts`)],
      outfile: join(temporary, "plugin.cjs"),
      bundle: true,
      platform: "node",
      target: "node20",
      format: "cjs",
      // No source map: Pulumi's runtime records a stack trace for each promise, and mapping them adds
      // more than a second to a deployment of 50 resources.
      logLevel: "silent",
      plugins: [ownUrls],
    });
    await removeOld(bundles);
    await rename(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // Otherwise another process has built the bundle.
  }
}

/**
 * Removes bundles of earlier sources, except recent ones, which may be about to be loaded.
 *
 * @param {string} bundles
 */
async function removeOld(bundles) {
  for (const name of await readdir(bundles)) {
    const { mtimeMs } = await stat(join(bundles, name)).catch(() => ({ mtimeMs: Infinity }));
    if (Date.now() - mtimeMs < oldAfterMs) continue;
    await rm(join(bundles, name), { recursive: true, force: true });
  }
}

/**
 * Keeps `import.meta.url` of each source, so that it finds the files beside it.
 *
 * @type {import("esbuild").Plugin}
 */
const ownUrls = {
  name: "own-urls",
  setup(build) {
    build.onLoad({ filter: /\/(?:local|project)\/.*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const url = JSON.stringify(pathToFileURL(path).href);
      return { loader: "ts", contents: source.replaceAll("import.meta.url", url) };
    });
  },
};

const [name = "", ...engine] = process.argv.slice(2);
await launch(name, engine);
