import { spawn } from "node:child_process";
import { delimiter, dirname } from "node:path";
import { PulumiCommand } from "@pulumi/pulumi/automation/index.js";

/** What the Automation API calls for each of its commands; missing from its types. */
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
export class PulumiError extends Error {
  override readonly name = "PulumiError";

  constructor(args: readonly string[], { stdout, stderr, code }: CommandResult) {
    const told = [without(ownPlugins, stderr), without(ownPlugins, diagnosticsIn(stdout))];
    const said = told.filter((text) => text !== "").join("\n") || stdout.trim();
    super(`pulumi ${args.slice(0, 2).join(" ")}: ${said || `it ended with exit code ${code}`}`);
  }
}

/** The end of what the CLI prints, where it repeats all errors and warnings. */
const diagnosticsIn = (stdout: string): string => /^Diagnostics:[\s\S]*/m.exec(stdout)?.[0] ?? "";

/** That plugins are found on PATH is meant so, and no failure. */
const ownPlugins = /^\s*warning: using pulumi-\S+ from \$PATH.*$/gm;

const without = (lines: RegExp, text: string): string => text.replace(lines, "").trim();

/**
 * The Pulumi CLI for the Automation API, in a process group of its own. A terminal's Ctrl-C goes
 * to every process of its group; the CLI would take it and ours for two, and a second one makes it
 * give up on what is under way. This way it gets the one that `signal` stands for.
 *
 * @param command - absolute path of the CLI
 * @param onStart - told each process, for a second Ctrl-C
 */
export async function detachedPulumi(
  command: string,
  onStart: (interrupt: () => void) => () => void,
): Promise<PulumiCommand> {
  // The Automation API looks for the CLI on PATH, and the CLI for the plugins that came with it.
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
