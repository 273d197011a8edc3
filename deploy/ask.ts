import { createInterface } from "node:readline/promises";

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
  const terminal = createInterface({ input: stdin, output: stdout });
  const ended = new Promise<undefined>((resolve) =>
    terminal.once("close", () => resolve(undefined)),
  );
  // readline takes Ctrl-C for itself while it asks.
  terminal.once("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    const answered = terminal.question(question, { signal });
    answered.catch(() => {});
    return (await Promise.race([answered, ended]))?.trim();
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    terminal.close();
  }
}
