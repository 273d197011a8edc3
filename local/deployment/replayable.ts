import { isDeepStrictEqual } from "node:util";
import type { RecordedStack } from "../evaluation/replay.ts";
import { fromPlain, toPlain } from "../graph/plainValues.ts";
import type { StackDeployment } from "./stackDeployment.ts";

/** Whether a recorded evaluation declares only what exists, with files as they are now. */
export async function isReplayable(
  recorded: RecordedStack | undefined,
  deployment: StackDeployment,
): Promise<boolean> {
  if (!recorded) return false;
  for (const exchange of recorded.exchanges) {
    if (!("create" in exchange)) continue;
    const { inputs } = exchange.create;
    if (!deployment.hasAsDeclared(exchange.create)) return false;
    // Files are compared by their content, which is hashed again.
    if (!isDeepStrictEqual(await toPlain(fromPlain(inputs)), inputs)) return false;
  }
  return true;
}
