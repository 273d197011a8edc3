import { linesOf } from "./callLines.ts";
import { explain } from "./errors/explain.ts";
import type { CallRecorder } from "./recorder.ts";
import { type RecordedCall, statusOf } from "./recorded.ts";
import { summaryOf } from "./render.ts";

/** Time within which the same failure is printed once, in ms. */
const quietMs = 30_000;

/** Lines within `burstMs`: many kinds of failures at once are a case for the console. */
const mostLines = 5;
const burstMs = 10_000;

/** Time until the logs have the lines about a call, in ms. */
const settleMs = 100;

/** The lines about a call that has just ended are at the end of each log. */
const searchedBytes = 512 * 1024;

interface TerminalOptions {
  readonly recorder: CallRecorder;
  /** Receives a line. */
  readonly print: (line: string) => void;
  /** Hidden in lines. */
  readonly secrets: () => readonly string[];
  /** The console's URL, with a slash at the end. */
  readonly console: string;
  /** Folder with the logs of this start. */
  readonly logFolder: string;
}

/**
 * Prints a line for each kind of failure: responses of 5xx that a gateway or a backend gave.
 *
 * @returns a function that ends it
 */
export function printFailures(options: TerminalOptions): () => void {
  const { recorder, print, secrets, console, logFolder } = options;
  const printed = new Map<string, { at: number; more: number }>();
  let recent: number[] = [];
  return recorder.follow((call) => {
    if (statusOf(call) < 500) return;
    const key = keyOf(call);
    const now = performance.now();
    const before = printed.get(key);
    recent = recent.filter((at) => now - at < burstMs);
    if ((before !== undefined && now - before.at < quietMs) || recent.length >= mostLines) {
      printed.set(key, { at: before?.at ?? -Infinity, more: (before?.more ?? 0) + 1 });
      return;
    }
    recent.push(now);
    if (printed.size > 1_000) printed.clear();
    printed.set(key, { at: now, more: 0 });
    const more =
      before !== undefined && before.more > 0 ? ` (${before.more} more since the last line)` : "";
    const tell = async () => {
      const logs = await linesOf(call, logFolder, searchedBytes);
      const { id, status, method, path, region, error } = summaryOf(call, secrets(), logs);
      const hint = error?.hint === undefined ? "" : ` ${error.hint}`;
      print(
        `${region === undefined ? "" : `${region}: `}${status} ${method} ${path}: ${error?.detail ?? "No reason is known."}${hint}${more} See ${console}calls/${id}`,
      );
    };
    setTimeout(() => void tell(), settleMs).unref();
  });
}

/** The route and the kind of the reason. Its words may differ with each call. */
function keyOf(call: RecordedCall): string {
  const { route } = call.exchange ?? {};
  return `${statusOf(call)} ${route?.method} ${route?.resourcePath} ${explain(call)?.cause}`;
}
