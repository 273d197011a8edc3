// @ts-check
// Brings node_modules in line with package-lock.json, so that `npm start` and `npm test` work on a
// fresh clone and after a pull. Needs only Node.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { lstatSync, readFileSync, realpathSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const oldestNode = [20, 19];
/** Interval of lines about the installation. */
const reportEveryMs = 5_000;

/** Installs missing or outdated packages, with a line every few seconds. The output is that of the command which follows. */
export async function ensureDependencies() {
  checkNode();
  if (isCurrent()) return;
  refuseLink();
  console.error("Installing what package-lock.json lists (usually one to three minutes)…");
  const { code, output } = await install();
  if (code === 0) return;
  console.error(output);
  console.error(
    "npm ci failed: see above. Check the connection to the npm registry and try again.",
  );
  process.exit(1);
}

/**
 * Runs `npm ci`. By itself, it shows only a spinner. Here, it prints a line per request, which are counted.
 *
 * @returns {Promise<{ code: number, output: string }>} with npm's messages but downloads
 */
async function install() {
  const startedAt = Date.now();
  let lookUps = 0;
  let downloads = 0;
  let output = "";
  const report = setInterval(() => {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    console.error(`  ${seconds} s: ${lookUps} packages looked up, ${downloads} downloaded`);
  }, reportEveryMs);
  const options = ["ci", "--no-audit", "--no-fund", "--loglevel=http", "--color=false"];
  const npm = spawn("npm", options, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const read = async (/** @type {import("node:stream").Readable} */ stream) => {
    for await (const line of createInterface({ input: stream })) {
      if (/^npm http .*\.tgz/.test(line)) downloads++;
      else if (line.startsWith("npm http ")) lookUps++;
      else output += `${line}\n`;
    }
  };
  try {
    const closed = once(npm, "close");
    await Promise.all([read(npm.stdout), read(npm.stderr), closed]);
    return { code: (await closed)[0] ?? 1, output };
  } catch (error) {
    return { code: 1, output: `npm could not be started: ${/** @type {Error} */ (error).message}` };
  } finally {
    clearInterval(report);
  }
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  console.error(
    `Node ${oldestNode.join(".")} or newer is needed; this is ${process.versions.node}. ` +
      `Install one from nodejs.org.`,
  );
  process.exit(1);
}

/** `npm ci` would empty the target of a link, such as the packages of another checkout. */
function refuseLink() {
  const folder = `${root}/node_modules`;
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  console.error(
    `node_modules is a link to ${targetOf(folder)}, which does not contain the packages of package-lock.json. ` +
      "An installation would empty that folder. Run npm ci there, or remove the link and try again.",
  );
  process.exit(1);
}

/** @param {string} link */
function targetOf(link) {
  try {
    return realpathSync(link);
  } catch {
    return "a missing folder";
  }
}

/** Compares npm's record of installed packages with the lock file. */
function isCurrent() {
  const wanted = readPackages("package-lock.json");
  const installed = readPackages("node_modules/.package-lock.json");
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([path, { version, optional, link }]) => {
    if (!path.startsWith("node_modules/") || link) return true;
    const there = installed[path];
    return there ? there.version === version : optional === true;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean, link?: boolean }> | undefined}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(`${root}/${file}`, "utf8")).packages;
  } catch {
    return undefined;
  }
}
