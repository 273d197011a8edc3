import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { cacheFolder } from "../../project/cacheFolder.ts";
import { reportWhile } from "../../project/reportWhile.ts";
import { exclusively } from "../../project/lock.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../", import.meta.url));

/** An installation of Python packages in the user's cache folder. */
export interface Installation {
  /** Name of its folder, without the version. */
  readonly folder: string;
  /** Path of the pip requirements with hashes, made from `requirements.in`. They define its version. */
  readonly requirements: string;
  /** Message before the installation, which takes seconds. */
  readonly announcement: string;
  /** Its name in errors, such as `MiniStack`. */
  readonly subject: string;
  /** Its purpose, such as `the local AWS endpoint`. */
  readonly purpose: string;
  /** An alternative for the user: a sentence with a leading space, or an empty string. */
  readonly otherwise: string;
  /**
   * Fills the folder.
   *
   * @param python - command of the system's Python
   */
  make(folder: string, python: string): Promise<void>;
}

const installed = new Map<string, Promise<string>>();

/**
 * Installs packages, unless they are installed. Concurrent processes and regions wait for one
 * installation.
 *
 * @returns its folder
 * @throws InstallError when Python 3.10 or newer is missing, or the packages can't be installed
 */
export async function install(
  installation: Installation,
  announce: (message: string) => void,
): Promise<string> {
  const folder = await cacheFolder(installation.folder, installation.requirements);
  const running = installed.get(folder) ?? installInto(folder, installation, announce);
  installed.set(folder, running);
  return running;
}

async function installInto(
  folder: string,
  installation: Installation,
  announce: (message: string) => void,
): Promise<string> {
  if (existsSync(folder)) return folder;
  return exclusively(`${folder}.lock`, async () => {
    if (existsSync(folder)) return folder;
    announce(installation.announcement);
    const python = await findPython(installation.purpose, installation.otherwise);
    const stopReporting = reportWhile(`Still installing ${installation.subject}`, announce);
    // Built beside its final path and renamed, so that an interrupted installation leaves nothing behind.
    const temporary = `${folder}.${process.pid}`;
    await mkdir(temporary, { recursive: true });
    try {
      await installation.make(temporary, python);
      await rename(temporary, folder);
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      if (existsSync(folder)) return folder;
      throw new InstallError(
        `${installation.subject} could not be installed: ${(error as Error).message}\n` +
          `It needs the packages in ${relative(root, installation.requirements)} from PyPI and ` +
          `Python's venv module (Debian and Ubuntu: apt-get install python3-venv).` +
          installation.otherwise,
      );
    } finally {
      stopReporting();
    }
    return folder;
  });
}

/** Creates a virtual environment. @returns the path of its Python */
export async function makeEnvironment(folder: string, python: string): Promise<string> {
  await run(python, ["-m", "venv", folder]);
  return join(folder, "bin", "python");
}

/**
 * Runs `pip install`. It accepts only files with the required hashes, so nothing added to the index later is
 * installed. Without a wheel, pip builds from source; the build tools have no hashes.
 */
export async function pipInstall(python: string, options: string[]): Promise<void> {
  const pip = [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    "--require-hashes",
  ];
  await run(python, [...pip, ...options]);
}

/**
 * Creates a virtual environment with an installation's requirements.
 *
 * @param options - further options of `pip install`
 */
export const environmentOf =
  (requirements: string, ...options: string[]): Installation["make"] =>
  async (folder, python) =>
    pipInstall(await makeEnvironment(folder, python), [...options, "-r", requirements]);

/** Python packages can't be installed. */
export class InstallError extends Error {
  override readonly name = "InstallError";
}

const oldestPython = [3, 10] as const;

/**
 * @param purpose - the reason why Python is needed, such as `the local AWS endpoint`
 * @param otherwise - an alternative for the user
 * @returns the command of a Python that is new enough
 * @throws InstallError
 */
export async function findPython(purpose: string, otherwise: string): Promise<string> {
  const found: string[] = [];
  for (const command of ["python3", "python"]) {
    const version = await versionOf(command);
    if (version === undefined) continue;
    const [major = 0, minor = 0] = version;
    if (major === oldestPython[0] && minor >= oldestPython[1]) return command;
    found.push(`${command} is ${version.join(".")}`);
  }
  throw new InstallError(
    `Python ${oldestPython.join(".")} or newer is required for ${purpose}; ` +
      `${found.join(", ") || "no Python was found on PATH"}.\n` +
      `Install it from python.org or your system's packages (Debian: apt-get install python3 ` +
      `python3-venv; macOS: brew install python).${otherwise}`,
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
