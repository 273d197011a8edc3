import type { RefusedRequest } from "../../gateway/exchange/callSink.ts";
import type { CallError } from "../record.ts";

/** Requests for another stage or host, and those that can't be read. */
export function explainRefusal({ error, incoming }: RefusedRequest): CallError {
  if (error.type === "DEFAULT_4XX" && error.status === 403) {
    return {
      cause: "no-stage",
      detail: `No stage of this API begins with ${incoming.url?.replace(/\?.*$/s, "").slice(0, 100)}, or its host is closed.`,
      hint: "A gateway's own address needs the stage's name first in the path: /<stage>/…; the edge's address does not.",
    };
  }
  const message = error.clientMessage ?? error.type;
  return {
    cause: "unreadable",
    detail: `The request can't be read: ${message} (${error.status}).`,
  };
}
