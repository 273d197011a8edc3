import { LRUCache } from "lru-cache";

/** A response in the cache. */
export interface CachedResponse {
  readonly status: number;
  /** Alternating names and values, without those of the connection. */
  readonly headers: readonly string[];
  readonly body: Buffer;
  /** The region that responded. */
  readonly region: string | undefined;
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
  /** When the origin last sent or confirmed it, in ms of the distribution's clock, as are all times here. */
  readonly receivedAt: number;
  readonly freshUntil: number;
  readonly staleWhileRevalidateUntil: number;
  readonly staleIfErrorUntil: number;
  /** After an error of the origin, a stale response is sent without asking it until then. */
  readonly retryAt: number;
}

/** The largest object that is kept: 10 MB. CloudFront keeps up to 50 GB. */
export const maxObjectBytes = 10 * 1024 * 1024;

const maxCacheBytes = 128 * 1024 * 1024;

/** Size of a response's times and of the entry, roughly. */
const overheadBytes = 1_000;

/** The responses of a distribution; those not used for the longest time make room for new ones. */
export class ResponseCache {
  readonly #responses: LRUCache<string, CachedResponse>;

  /** @param maxBytes - @default 128 MB */
  constructor(maxBytes = maxCacheBytes) {
    this.#responses = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ body, headers }, key) =>
        headers.reduce((sum, text) => sum + text.length, body.length + key.length + overheadBytes),
    });
  }

  get size(): number {
    return this.#responses.size;
  }

  get(key: string): CachedResponse | undefined {
    return this.#responses.get(key);
  }

  set(key: string, response: CachedResponse): void {
    this.#responses.set(key, response);
  }

  delete(key: string): void {
    this.#responses.delete(key);
  }
}
