import { appendFileSync } from "node:fs";
import type { FunctionSpec } from "./functionSpec.ts";

/** Writes the runtime's own line among those that a function prints. */
export function log({ logFile }: Pick<FunctionSpec, "logFile">, line: string): void {
  appendFileSync(logFile, `${line}\n`);
}
