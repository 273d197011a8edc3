import { openSync, writeSync } from "node:fs";
import { devNull } from "node:os";

/** Runs work whose logs are written, as on Lambda, but nowhere. */
export async function withLogsDiscarded<T>(work: () => Promise<T>): Promise<T> {
  const write = process.stdout.write;
  const sink = openSync(devNull, "w");
  process.stdout.write = (text: string | Uint8Array) => writeSync(sink, String(text)) > 0;
  try {
    return await work();
  } finally {
    process.stdout.write = write;
  }
}
