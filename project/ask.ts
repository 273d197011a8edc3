import { createInterface } from "node:readline";

/** Where a question is asked and answered. */
export interface Terminal {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
}

/**
 * Asks for a line of text.
 *
 * @returns the line without spaces around it; nothing where the input ends or the signal comes first
 */
export async function ask(
  question: string,
  signal: AbortSignal,
  { stdin, stdout }: Terminal = process,
): Promise<string | undefined> {
  if (signal.aborted) return undefined;
  const terminal = createInterface({ input: stdin, output: stdout, prompt: question, signal });
  // readline takes Ctrl-C for itself while it asks.
  terminal.once("SIGINT", () => process.kill(process.pid, "SIGINT"));
  return new Promise((resolve) => {
    terminal.once("line", (line) => {
      resolve(line.trim());
      terminal.close();
    });
    terminal.once("close", () => resolve(undefined));
    terminal.prompt();
  });
}
