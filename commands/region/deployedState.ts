import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { RegionError } from "./regionError.ts";

/** What the backend knows of a stack. */
export interface DeployedState {
  /** Resources other than the stack itself and its providers. */
  readonly resources: number;
  /** Names of its DynamoDB tables, which are deleted with it. */
  readonly tables: readonly string[];
}

/** The backend's stacks, which tests replace. */
export interface Backend {
  /** @returns `undefined` for a stack that does not exist */
  stateOf(stack: string): Promise<DeployedState | undefined>;
  /** Deletes an empty stack. */
  remove(stack: string): Promise<void>;
}

/**
 * The backend that the Pulumi CLI is logged in to.
 *
 * @param root - folder with `Pulumi.yaml`
 */
export const pulumiBackend = (root: string): Backend => ({
  async stateOf(stack) {
    const result = await pulumi(root, "stack", "export", "--stack", stack);
    if (result.code === 0) return readState(result.stdout);
    if (/no stack named/.test(result.stderr)) return undefined;
    throw new RegionError(
      `Whether the stack "${stack}" is deployed is unknown: ${result.stderr}. Log in to the backend ` +
        "of its state, or add --never-deployed if it was never deployed.",
    );
  },
  async remove(stack) {
    const { code, stderr } = await pulumi(root, "stack", "rm", stack, "--yes");
    if (code !== 0) throw new RegionError(`The stack "${stack}" can't be removed: ${stderr}`);
  },
});

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function pulumi(cwd: string, ...args: string[]): Promise<Result> {
  try {
    const all = [...args, "--non-interactive"];
    const { stdout } = await promisify(execFile)("pulumi", all, { cwd, maxBuffer: maxStateBytes });
    return { code: 0, stdout, stderr: "" };
  } catch (error) {
    const { code, stderr, message } = error as Error & { code?: unknown; stderr?: string };
    if (code === "ENOENT") return { code: 1, stdout: "", stderr: "the Pulumi CLI is not on PATH" };
    return { code: 1, stdout: "", stderr: stderr?.trim() || message };
  }
}

const maxStateBytes = 256 * 1024 ** 2;

interface StackExport {
  readonly deployment?: {
    readonly resources?: readonly {
      readonly type: string;
      readonly outputs?: { readonly name?: unknown };
    }[];
    readonly pending_operations?: readonly unknown[];
  };
}

function readState(text: string): DeployedState {
  const { resources = [], pending_operations = [] } =
    (JSON.parse(text) as StackExport).deployment ?? {};
  const own = resources.filter(({ type }) => !/^pulumi:(pulumi:Stack|providers:)/.test(type));
  const tables = own.filter(({ type }) => type === "aws:dynamodb/table:Table");
  return {
    // A resource of a pending operation may exist.
    resources: own.length + pending_operations.length,
    tables: tables.map(({ outputs }) => String(outputs?.name)),
  };
}
