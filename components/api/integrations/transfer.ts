import { flag, type OptionRules, whole } from "../../shared/options.ts";
import { RouteError } from "../route/routeError.ts";

/** Transfer of a response. */
export interface TransferOptions {
  /**
   * Sends the response while it arrives: it may be larger than 10 MB, and its first byte does not wait
   * for the last. API Gateway neither caches nor compresses streamed responses, and cuts them off if
   * the backend fails midway.
   * @default false
   */
  streaming?: boolean;
  /**
   * Milliseconds until API Gateway gives up: 50 to 29,000; up to 900,000 for a whole streamed
   * response. @default 29,000; 300,000 with streaming
   */
  timeoutMs?: number;
}

const leastMs = 50;

/** Source: API Gateway Developer Guide, "Amazon API Gateway quotas", "Set up a response transfer mode". */
const mostMs = { buffered: 29_000, streamed: 900_000 };

/** Five minutes: as long as a stream may be idle, and short enough to limit the cost of a hung one. */
const streamedDefaultMs = 300_000;

/** Milliseconds that an integration waits for its response. */
export const timeoutOf = ({ streaming, timeoutMs }: TransferOptions): number =>
  timeoutMs ?? (streaming ? streamedDefaultMs : mostMs.buffered);

export const transferRules: OptionRules<TransferOptions> = {
  streaming: flag,
  timeoutMs: whole(leastMs, mostMs.streamed),
};

/** @throws RouteError for a response that is not streamed and may take longer than API Gateway waits */
export function checkTransfer({ streaming, timeoutMs = 0 }: TransferOptions, key: string): void {
  if (streaming || timeoutMs <= mostMs.buffered) return;
  throw new RouteError(
    key,
    `timeoutMs is ${timeoutMs}; allowed: at most ${mostMs.buffered}`,
    `Set streaming: true to wait up to ${mostMs.streamed}.`,
  );
}

/** An integration's fields in the document. */
export const transferFields = (options: TransferOptions) => ({
  timeoutInMillis: timeoutOf(options),
  ...(options.streaming ? { responseTransferMode: "STREAM" } : {}),
});
