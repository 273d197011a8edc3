import type { Io } from "../command.ts";

/** The result of a command that ran within this process. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command as `npm run` does, but without a process. */
export async function runCommand(
  run: (argv: readonly string[], io: Io) => Promise<number>,
  args: readonly string[],
  cwd = process.cwd(),
): Promise<Outcome> {
  const printed = { stdout: "", stderr: "" };
  const code = await run(args, {
    out: (text) => (printed.stdout += text),
    err: (text) => (printed.stderr += text),
    cwd,
  });
  return { code, ...printed };
}
