import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "./platformProcess.ts";

export interface Deployed {
  /** 255 if a signal ended it. */
  readonly code: number;
  readonly output: string;
}

export interface DeployCommandOptions {
  /** The standard input. */
  readonly input?: string;
  readonly env?: Record<string, string>;
  /** Receives all output so far, and a function that sends the command a signal. */
  readonly onOutput?: (output: string, signal: (name: NodeJS.Signals) => void) => void;
}

/**
 * Runs `npm run deploy` in a copy of the program, as npm does. Errors have one line of their stack trace: Pulumi's
 * runtime keeps one for each promise, which is a seventh of a program's work.
 */
export function deployCommand(
  folder: string,
  args: readonly string[],
  options: DeployCommandOptions = {},
): Promise<Deployed> {
  const child = spawn(process.execPath, [join(root, "scripts/run.mjs"), "deploy", ...args], {
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: "--stack-trace-limit=1", ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let output = "";
  const heard = (text: string) => {
    output += text;
    options.onOutput?.(output, (name) => child.kill(name));
  };
  child.stdout.setEncoding("utf8").on("data", heard);
  child.stderr.setEncoding("utf8").on("data", heard);
  child.stdin.end(options.input ?? "");
  return new Promise((resolve) => {
    child.on("close", (code) => resolve({ code: code ?? 255, output }));
  });
}
