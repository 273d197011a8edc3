import { type ChildProcess, spawn } from "node:child_process";
import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
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

/** Told about each process of the CLI. */
export interface PulumiProcesses {
  /** Receives a function that interrupts the process, for a second Ctrl-C. @returns ends that */
  readonly onStart: (interrupt: () => void) => () => void;
  /** Receives a process that changes nothing, to end it if this one is killed. */
  readonly adopt: (child: ChildProcess) => void;
  /** Receives a process that may change something, to interrupt it if this one is killed. */
  readonly letFinish: (child: ChildProcess) => void;
}

/**
 * The Pulumi CLI for the Automation API, in a process group of its own. Otherwise the CLI would receive
 * both the terminal's Ctrl-C and ours, and a second signal makes it abandon operations in progress.
 *
 * @param command - absolute path of the CLI
 */
export async function detachedPulumi(
  command: string,
  { onStart, adopt, letFinish }: PulumiProcesses,
): Promise<PulumiCommand> {
  // The Automation API finds the CLI on PATH, and the CLI finds its bundled plugins there.
  process.env["PATH"] = `${dirname(command)}${delimiter}${process.env["PATH"] ?? ""}`;
  const pulumi = await PulumiCommand.get();
  const run: Run = async (args, cwd, env, onOutput, onError, signal) => {
    signal?.throwIfAborted();
    const [out, err] = await outputFiles();
    try {
      const child = spawn(command, [...args, "--non-interactive"], {
        cwd,
        env: { ...env, PULUMI_AUTOMATION_API: "true" },
        detached: true,
        stdio: ["ignore", out.fd, err.fd],
      });
      const interrupt = () => child.kill("SIGINT");
      signal?.addEventListener("abort", interrupt, { once: true });
      const forget = onStart(interrupt);
      // A preview that is interrupted while its program starts may wait for ever.
      if (args[0] === "preview") adopt(child);
      else letFinish(child);
      const code = await exitCode(child).finally(() => {
        signal?.removeEventListener("abort", interrupt);
        forget();
      });
      const result = { stdout: await textOf(out), stderr: await textOf(err), code };
      onOutput?.(result.stdout);
      onError?.(result.stderr);
      if (code !== 0) throw new PulumiError(args, result);
      return result;
    } finally {
      await Promise.all([out.close(), err.close()]);
    }
  };
  return Object.assign(Object.create(pulumi) as PulumiCommand, { run });
}

/**
 * Files for the CLI's output. If this process is killed, the next line to a pipe would kill the CLI while it
 * changes resources. The files have no name, so nothing is left of them.
 */
async function outputFiles(): Promise<[FileHandle, FileHandle]> {
  const folder = await mkdtemp(join(tmpdir(), "palisade-pulumi-"));
  try {
    return [
      await open(join(folder, "out"), "w+", 0o600),
      await open(join(folder, "err"), "w+", 0o600),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The whole file, whatever the position at which the CLI has written last. */
async function textOf(file: FileHandle): Promise<string> {
  const { size } = await file.stat();
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0);
  return buffer.toString("utf8", 0, bytesRead);
}

const exitCode = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 255));
  });
