import { execFile } from "node:child_process";
import { promisify } from "node:util";

/**
 * The name of an update in Pulumi's history: the commit that is deployed, such as `3876a7c feat: orders`,
 * with a mark if files differ from it.
 *
 * @param folder - of the project
 */
export async function updateMessage(folder: string, environment: string): Promise<string> {
  const git = async (...args: string[]) =>
    (await promisify(execFile)("git", args, { cwd: folder })).stdout.trim();
  try {
    const commit = await git("log", "-1", "--format=%h %s");
    const changed = (await git("status", "--porcelain", "--untracked-files=no")) !== "";
    return `${commit}${changed ? " (with uncommitted changes)" : ""}`;
  } catch {
    return `npm run deploy -- ${environment}`; // Not in a Git repository.
  }
}
