import { RouteError } from "../route/routeError.ts";

/** How an answer comes through. */
export interface TransferOptions {
  /**
   * Sends the answer on while it comes in: it may be larger than 10 MB, and its first byte goes out
   * before the last is there. Streamed answers are neither cached nor compressed by API Gateway, and
   * break off when the backend fails within one.
   * @default false
   */
  streaming?: boolean;
  /**
   * Milliseconds until API Gateway gives up: 50 to 29,000, for a streamed answer as a whole up to
   * 900,000. @default 29,000; 300,000 with streaming
   */
  timeoutMs?: number;
}

const leastMs = 50;

/** Source: API Gateway Developer Guide, "Amazon API Gateway quotas", "Set up a response transfer mode". */
const mostMs = { buffered: 29_000, streamed: 900_000 };

/** Five minutes: as long as a stream may be idle, and short enough that a hung one costs little. */
const streamedDefaultMs = 300_000;

/** What an integration waits for an answer. */
export const timeoutOf = ({ streaming, timeoutMs }: TransferOptions): number =>
  timeoutMs ?? (streaming ? streamedDefaultMs : mostMs.buffered);

/** @throws RouteError for a time that API Gateway does not wait */
export function checkTransfer(options: TransferOptions, key: string): void {
  const most = options.streaming ? mostMs.streamed : mostMs.buffered;
  const timeoutMs = timeoutOf(options);
  if (Number.isInteger(timeoutMs) && timeoutMs >= leastMs && timeoutMs <= most) return;
  const longer = options.streaming ? "" : `, or streaming: true for up to ${mostMs.streamed}`;
  throw new RouteError(
    key,
    `its timeoutMs is ${timeoutMs}`,
    `Use a whole number from ${leastMs} to ${most}${longer}.`,
  );
}

/** An integration's fields in the document. */
export const transferFields = (options: TransferOptions) => ({
  timeoutInMillis: timeoutOf(options),
  ...(options.streaming ? { responseTransferMode: "STREAM" } : {}),
});
