import { droppedConnections, lastLinesOf, linesAbout } from "./logLines.ts";
import { proxyLineIn } from "./proxyLine.ts";
import type { LogLine } from "./record.ts";
import { type RecordedCall, statusOf } from "./recorded.ts";
import { correlationIdOf } from "./render.ts";

/**
 * The lines of all logs about a call, as they are; for a failed one also those about its function's network.
 *
 * @param logFolder - of the start's logs
 * @param searchedBytes - at the end of each log. @default 16 MB
 */
export async function linesOf(
  call: RecordedCall,
  logFolder: string,
  searchedBytes?: number,
): Promise<LogLine[]> {
  const attributes = (call.exchange?.steps.list ?? []).map((step) => step.attributes ?? {});
  const functionIds = attributes.map((each) => each["functionRequestId"]);
  const ids = [call.id, correlationIdOf(call), call.traceId, ...functionIds];
  const lines = await linesAbout(
    logFolder,
    ids.filter((id) => typeof id === "string"),
    searchedBytes,
  );
  const name = attributes.findLast((each) => each["function"] !== undefined)?.["function"];
  if (statusOf(call) < 500 || name === undefined || call.region === undefined) return lines;
  const dropped = await droppedConnections(logFolder, call.region, String(name));
  // The proxy function of a service is named after it.
  const [, service] = /^(.+)-proxy\b/.exec(String(name)) ?? [];
  const isSilent = service !== undefined && proxyLineIn(lines)?.errorType !== undefined;
  const last = isSilent ? await lastLinesOf(logFolder, `${call.region}/${service}`) : [];
  return [...lines, ...dropped, ...last];
}
