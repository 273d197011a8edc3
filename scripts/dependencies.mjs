// @ts-check
// Brings node_modules in line with package-lock.json, so that `npm start` and `npm test` work on a
// fresh clone and after a pull. Needs only Node.
import { spawnSync } from "node:child_process";
import { lstatSync, readFileSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const oldestNode = [20, 19];

/** Installs missing or outdated packages, with a message. */
export function ensureDependencies() {
  checkNode();
  if (isCurrent()) return;
  refuseLink();
  console.log("Installing what package-lock.json lists (about half a minute)…");
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== 0) {
    console.error(
      "npm ci failed: see above. Check the connection to the npm registry and try again.",
    );
    process.exit(1);
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
