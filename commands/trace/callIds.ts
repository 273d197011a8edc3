import type { LogDocument } from "../../functions/logs/document.ts";
import { TraceError } from "./traceError.ts";

/** Ids of a gateway's call by which the lines of its hops find each other: docs/logs.md. */
const joining = [
  "http.request.id",
  "palisade.extended_request_id",
  "palisade.correlation_id",
  "palisade.integration_request_id",
  "palisade.authorizer_request_id",
];

const safeId = /^[\w.=/+-]{8,128}$/;

/**
 * An id as the lines have it. A trace may be given with or without X-Ray's dashes.
 *
 * @throws TraceError for one that no line has
 */
export function searchedId(given: string): string {
  const hex = /^([\da-f]{8})([\da-f]{24})$/i.exec(given);
  if (hex) return `1-${hex[1]}-${hex[2]}`.toLowerCase();
  if (safeId.test(given)) return given;
  throw new TraceError(
    `"${given}" is no id of a call. Use x-correlation-id, x-amzn-RequestId or the trace of its response: 8 to 128 letters, digits and "._=/+-".`,
  );
}

/** Further ids that the lines name. Not the trace: a client may use one for many calls. */
function idsIn(documents: readonly LogDocument[]): string[] {
  const ids = documents.flatMap((document) => joining.map((name) => document[name]));
  return [...new Set(ids)].filter((id): id is string => typeof id === "string" && safeId.test(id));
}

/** From a client's id over the gateway's to that of an invocation. */
const mostRounds = 3;

/**
 * The lines about a call: those with the id, and those with ids that these lines name.
 *
 * @param find - the lines with any of the ids
 * @param first - the lines with the first id, if they are known already
 */
export async function follow(
  find: (ids: readonly string[]) => Promise<LogDocument[]>,
  id: string,
  first?: LogDocument[],
): Promise<LogDocument[]> {
  let ids = [id];
  let found = first ?? (await find(ids));
  for (let round = 1; round < mostRounds; round += 1) {
    const all = [...new Set([...ids, ...idsIn(found)])];
    if (all.length === ids.length) break;
    ids = all;
    found = await find(ids);
  }
  return found;
}
