/** What the recorder keeps. */
export interface CallLimits {
  /** Number of calls; the oldest goes first. */
  readonly calls: number;
  /** Bytes of all calls' requests and responses together; the oldest goes first. */
  readonly totalBytes: number;
  /** Bytes of a body up to which it is kept whole, and the call can be replayed. */
  readonly bodyBytes: number;
  /** Bytes that are kept of a longer body, and characters that are shown of any. */
  readonly shownBytes: number;
  /** Spans of services and of AWS within one call. */
  readonly spansPerCall: number;
  /**
   * Calls per second that are recorded. More are only counted, but for those that fail with 5xx: a load test does not
   * become slower by its records.
   */
  readonly callsPerSecond: number;
}

export const defaultLimits: CallLimits = {
  calls: 2_000,
  totalBytes: 64 * 1024 * 1024,
  bodyBytes: 64 * 1024,
  shownBytes: 16 * 1024,
  spansPerCall: 200,
  callsPerSecond: 1_500,
};
