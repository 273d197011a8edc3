import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { ReadOutputs } from "./deployed.ts";
import { UsageError } from "./errors.ts";

/**
 * Reads outputs by the Pulumi CLI; secrets come as `[secret]`.
 *
 * @param root - folder with `Pulumi.yaml`
 * @throws UsageError when there is no CLI, or it can't reach the stack
 */
export const pulumiOutputs =
  (root: string): ReadOutputs =>
  async (stack) => {
    const args = ["stack", "output", "--json", "--non-interactive", "--stack", stack];
    try {
      const { stdout } = await promisify(execFile)("pulumi", args, { cwd: root });
      return JSON.parse(stdout) as Record<string, unknown>;
    } catch (error) {
      const { code, stderr, message } = error as Error & { code?: unknown; stderr?: string };
      if (code === "ENOENT") {
        throw new UsageError("The Pulumi CLI is not on PATH; it knows the stacks' outputs.");
      }
      throw new UsageError(`The outputs of stack "${stack}": ${stderr?.trim() || message}`);
    }
  };
