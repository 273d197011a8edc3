import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { execFile } from "node:child_process";

const run = promisify(execFile);
const requirements = fileURLToPath(new URL("requirements.txt", import.meta.url));
const oldestPython = [3, 10] as const;

/** The local AWS endpoint can't be installed. */
export class InstallError extends Error {
  override readonly name = "InstallError";
}

/**
 * Installs MiniStack into the user's cache folder, unless it is there already.
 *
 * @param announce - called before something that takes seconds
 * @returns path of a Python in which the module `ministack` runs
 * @throws InstallError when there is no Python 3.10 or newer, or the packages can't be had
 */
export function installMiniStack(announce: (message: string) => void): Promise<string> {
  // Several regions start at once; one installs for all.
  installed ??= install(announce);
  return installed;
}

let installed: Promise<string> | undefined;

async function install(announce: (message: string) => void): Promise<string> {
  const version = createHash("sha256")
    .update(await readFile(requirements))
    .digest("hex");
  const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  const folder = join(cache, "palisade", `ministack-${version.slice(0, 12)}`);
  const python = join(folder, "bin", "python");
  if (existsSync(python)) return python;

  announce("Installing the local AWS endpoint (MiniStack) into the cache folder, once");
  const system = await findPython();
  // Made beside its place and renamed, so that a start that was cut off leaves nothing half done.
  const temporary = `${folder}.${process.pid}`;
  await mkdir(temporary, { recursive: true });
  try {
    await run(system, ["-m", "venv", temporary]);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    await run(join(temporary, "bin", "python"), [...pip, "-r", requirements]);
    await rename(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    if (existsSync(python)) return python;
    throw new InstallError(
      `MiniStack could not be installed: ${(error as Error).message}\n` +
        `It needs the packages in local/aws/requirements.txt from PyPI and Python's venv module ` +
        `(Debian and Ubuntu: apt-get install python3-venv). Or set AWS_ENDPOINT_URL_<REGION> to ` +
        `an AWS endpoint of your own for each region.`,
    );
  }
  return python;
}

async function findPython(): Promise<string> {
  const found: string[] = [];
  for (const command of ["python3", "python"]) {
    const version = await versionOf(command);
    if (version === undefined) continue;
    const [major = 0, minor = 0] = version;
    if (major === oldestPython[0] && minor >= oldestPython[1]) return command;
    found.push(`${command} is ${version.join(".")}`);
  }
  throw new InstallError(
    `Python ${oldestPython.join(".")} or newer is needed for the local AWS endpoint; ` +
      `${found.join(", ") || "no Python was found on PATH"}.\n` +
      `Install it from python.org or your system's packages (Debian: apt-get install python3 ` +
      `python3-venv; macOS: brew install python). Or set AWS_ENDPOINT_URL_<REGION> to an AWS ` +
      `endpoint of your own for each region.`,
  );
}

async function versionOf(command: string): Promise<number[] | undefined> {
  const script = "import sys; print(*sys.version_info[:2])";
  try {
    const { stdout } = await run(command, ["-c", script]);
    const version = stdout.trim().split(" ").map(Number);
    return version.every(Number.isInteger) ? version : undefined;
  } catch {
    return undefined;
  }
}
