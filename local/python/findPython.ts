import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { InstallError } from "./installError.ts";

const run = promisify(execFile);
const oldestPython = [3, 10] as const;

/**
 * @param purpose - what it is needed for, such as `the local AWS endpoint`
 * @param otherwise - what else can be done
 * @returns command of a Python that is new enough
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
    `Python ${oldestPython.join(".")} or newer is needed for ${purpose}; ` +
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
