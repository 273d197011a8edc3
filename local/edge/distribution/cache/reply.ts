import type { Readable } from "node:stream";
import type { CacheResult } from "../viewer/responseHeaders.ts";

/** A response to a viewer, before CloudFront's own headers. */
export interface Reply {
  readonly status: number;
  /** Alternating names and values. */
  readonly headers: readonly string[];
  readonly body: Readable | Buffer;
  readonly result: CacheResult;
  /** Seconds since a cached response was received. */
  readonly ageSeconds?: number;
  readonly region: string | undefined;
}
