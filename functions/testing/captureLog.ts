/** A line of log as a test reads it back. */
export type LogLine = Record<string, unknown>;

/** Runs `action` and reads what it writes to the log. Only for tests. */
export async function captureLog<T>(
  action: () => T | Promise<T>,
): Promise<{ result: T; lines: LogLine[] }> {
  const write = process.stdout.write;
  const lines: LogLine[] = [];
  process.stdout.write = (text: string | Uint8Array) => {
    lines.push(JSON.parse(String(text)) as LogLine);
    return true;
  };
  try {
    return { result: await action(), lines };
  } finally {
    process.stdout.write = write;
  }
}
