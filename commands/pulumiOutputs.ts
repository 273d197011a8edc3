import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Reads a stack's outputs, without secrets. */
export type ReadOutputs = (stack: string) => Promise<Record<string, unknown>>;

/** A stack's outputs cannot be read. */
export class StackOutputsError extends Error {
  override readonly name = "StackOutputsError";
}

/**
 * Reads outputs with the Pulumi CLI; a secret is `[secret]`.
 *
 * @param root - folder with `Pulumi.yaml`
 * @throws StackOutputsError when there is no CLI, or it cannot reach the stack
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
      throw new StackOutputsError(
        code === "ENOENT"
          ? "The Pulumi CLI, which reads stacks' outputs, is not on PATH. Install it: pulumi.com/docs/install."
          : `The outputs of stack "${stack}" cannot be read: ${stderr?.trim() || message}`,
      );
    }
  };
