import { appendFileSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import type { FunctionSpec } from "./functionSpec.ts";

type Logged = Pick<FunctionSpec, "logFile">;

/**
 * Appends a line of the runtime to a function's log. If the log cannot be written, only its lines are
 * lost.
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
 * Opens a function's log for its process, which has no access to its folder.
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

/** The user or a later start may have removed the folder. */
function makeFolderOf(logFile: string): void {
  mkdirSync(dirname(logFile), { recursive: true });
}
