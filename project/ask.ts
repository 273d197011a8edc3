import { createInterface } from "node:readline";

/** Streams for a question and its answer. */
export interface Terminal {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
}

/**
 * Asks for a line of text.
 *
 * @returns the trimmed line; `undefined` if the input ends or the signal aborts first
 */
export async function ask(
  question: string,
  signal: AbortSignal,
  { stdin, stdout }: Terminal = process,
): Promise<string | undefined> {
  if (signal.aborted) return undefined;
  const terminal = createInterface({ input: stdin, output: stdout, prompt: question, signal });
  // While readline asks, it intercepts Ctrl-C.
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
