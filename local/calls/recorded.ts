import type { EdgeCall } from "../edge/edgeCall.ts";
import type { RefusedRequest } from "../gateway/exchange/callSink.ts";
import type { KeptExchange } from "./keptExchange.ts";

/**
 * A call in memory, as it was: with its secrets, so that it can be replayed. It never leaves the process in this form.
 */
export interface RecordedCall {
  readonly id: string;
  /** Of its X-Ray trace, `1-…-…`; undefined if no gateway has read the request. */
  readonly traceId: string | undefined;
  readonly region: string | undefined;
  /** Where the response came from: a gateway, a gateway that found no stage, or the edge itself. */
  readonly exchange?: KeptExchange;
  readonly refused?: RefusedRequest;
  /** Set a moment after the gateway's part; never for calls of a gateway's own address. */
  edge?: EdgeCall;
  /** By `performance.now()`. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly requestBody: KeptBody;
  readonly responseBody: KeptBody;
  /** A rough size in memory. */
  readonly bytes: number;
}

/** A body, or its beginning. */
export interface KeptBody {
  readonly bytes: Buffer | string;
  /** The whole body's size in bytes. */
  readonly length: number;
  /** Whether it is the whole body. */
  readonly isWhole: boolean;
  readonly isStreamed?: true;
}

const empty: KeptBody = { bytes: "", length: 0, isWhole: true };

/** Keeps a body whole up to a limit, else a copy of its beginning, so that the rest can be freed. */
export function keepBody(
  body: Buffer | string | undefined,
  { bodyBytes, shownBytes }: { readonly bodyBytes: number; readonly shownBytes: number },
): KeptBody {
  if (body === undefined || body.length === 0) return empty;
  // Most texts are short; their exact size is asked for only when they are shown.
  if (body.length <= bodyBytes) return { bytes: body, length: body.length, isWhole: true };
  const bytes = Buffer.from(body.slice(0, shownBytes) as Buffer);
  return { bytes, length: Buffer.byteLength(body), isWhole: false };
}

export const startOf = ({ startedAt, edge }: RecordedCall): number => edge?.startedAt ?? startedAt;

export const endOf = ({ endedAt, edge }: RecordedCall): number => edge?.endedAt ?? endedAt;

export const statusOf = ({ exchange, refused, edge }: RecordedCall): number =>
  exchange?.reply?.status ?? refused?.reply.status ?? (exchange ? 0 : (edge?.status ?? 0));
