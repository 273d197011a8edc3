import { appendFileSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import type { FunctionSpec } from "./functionSpec.ts";

type Logged = Pick<FunctionSpec, "logFile">;

/**
 * Writes the runtime's own line among those that a function prints. A log that cannot be written
 * costs its lines, neither an event nor the platform.
 */
export function log({ logFile }: Logged, line: string): void {
  try {
    makeFolderOf(logFile);
    appendFileSync(logFile, `${line}\n`);
  } catch {
    // The disk is full.
  }
}

/**
 * Opens a function's log for its process, which may not open files there itself.
 *
 * @returns `undefined` if it cannot be opened
 */
export function openLog({ logFile }: Logged): number | undefined {
  try {
    makeFolderOf(logFile);
    return openSync(logFile, "a");
  } catch {
    return undefined;
  }
}

/** Somebody, or a later start, may have removed the folder. */
function makeFolderOf(logFile: string): void {
  mkdirSync(dirname(logFile), { recursive: true });
}
