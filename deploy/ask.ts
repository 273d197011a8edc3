import { createInterface } from "node:readline/promises";

/**
 * Asks for a line of text.
 *
 * @returns the line without spaces around it; nothing where the input ends
 */
export async function ask(question: string, signal: AbortSignal): Promise<string | undefined> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
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
