/** A parsed log line. */
type LogLine = Record<string, unknown>;

/** Runs `action` and captures the lines that it logs. */
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
