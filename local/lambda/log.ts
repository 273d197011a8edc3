import { appendFileSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { FunctionSpec } from "./functionSpec.ts";

/**
 * Writes the runtime's own line among those that a function prints. A log that cannot be written
 * costs its lines, neither an event nor the platform.
 */
export function log({ logFile }: Pick<FunctionSpec, "logFile">, line: string): void {
  try {
    // Somebody, or a later start, may have removed the folder.
    mkdirSync(dirname(logFile), { recursive: true });
    appendFileSync(logFile, `${line}\n`);
  } catch {
    // The disk is full.
  }
}
