import { spawn } from "node:child_process";
import { delimiter, dirname } from "node:path";
import { PulumiCommand } from "@pulumi/pulumi/automation/index.js";

/** The method that the Automation API calls for each command; its types lack it. */
type Run = (
  args: string[],
  cwd: string,
  env: Record<string, string>,
  onOutput?: (text: string) => void,
  onError?: (text: string) => void,
  signal?: AbortSignal,
) => Promise<CommandResult>;

interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** A command of the CLI failed. */
class PulumiError extends Error {
  override readonly name = "PulumiError";

  constructor(args: readonly string[], { stdout, stderr, code }: CommandResult) {
    const told = [without(ownPlugins, stderr), without(ownPlugins, diagnosticsIn(stdout))];
    const said = told.filter((text) => text !== "").join("\n") || stdout.trim();
    super(`pulumi ${args.slice(0, 2).join(" ")}: ${said || `exit code ${code}`}`);
  }
}

/** The last part of the CLI's output, which repeats all errors and warnings. */
const diagnosticsIn = (stdout: string): string => /^Diagnostics:[\s\S]*/m.exec(stdout)?.[0] ?? "";

/** Warnings about plugins on PATH, which are intended. */
const ownPlugins = /^\s*warning: using pulumi-\S+ from \$PATH.*$/gm;

const without = (lines: RegExp, text: string): string => text.replace(lines, "").trim();

/**
 * The Pulumi CLI for the Automation API, in a process group of its own. Otherwise the CLI would receive
 * both the terminal's Ctrl-C and ours, and a second signal makes it abandon operations in progress.
 *
 * @param command - absolute path of the CLI
 * @param onStart - receives a function that interrupts each process, for a second Ctrl-C
 */
export async function detachedPulumi(
  command: string,
  onStart: (interrupt: () => void) => () => void,
): Promise<PulumiCommand> {
  // The Automation API finds the CLI on PATH, and the CLI finds its bundled plugins there.
  process.env["PATH"] = `${dirname(command)}${delimiter}${process.env["PATH"] ?? ""}`;
  const pulumi = await PulumiCommand.get();
  const run: Run = (args, cwd, env, onOutput, onError, signal) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const child = spawn(command, [...args, "--non-interactive"], {
        cwd,
        env: { ...env, PULUMI_AUTOMATION_API: "true" },
        detached: true,
        stdio: ["ignore", "pipe", "pipe"],
      });
      const interrupt = () => child.kill("SIGINT");
      signal?.addEventListener("abort", interrupt, { once: true });
      const forget = onStart(interrupt);
      const end = () => {
        signal?.removeEventListener("abort", interrupt);
        forget();
      };

      const output = { stdout: "", stderr: "" };
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        output.stdout += text;
        onOutput?.(text);
      });
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        output.stderr += text;
        onError?.(text);
      });
      child.on("error", (error) => {
        end();
        reject(error);
      });
      child.on("close", (exitCode) => {
        end();
        const code = exitCode ?? 255;
        if (code === 0) resolve({ ...output, code });
        else reject(new PulumiError(args, { ...output, code }));
      });
    });
  return Object.assign(Object.create(pulumi) as PulumiCommand, { run });
}
