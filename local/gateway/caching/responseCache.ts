import type { CacheState } from "../../apiTypes/limits.ts";
import { LRUCache } from "lru-cache";
import type { Reply } from "../exchange/exchange.ts";
import type { Clock } from "../throttle/tokenBucket.ts";

/** A response that can be kept, because its body is complete. */
export interface KeptReply extends Reply {
  readonly body: string | Buffer;
  /** The trace of the request that it was the response to. */
  readonly trace: string;
}

/** The largest response that is kept. (API Gateway Developer Guide, "Cache settings for REST APIs in API Gateway") */
const maxReplyBytes = 1_048_576;

/** One machine has less memory than a large cluster; AWS also drops responses early. */
const maxTotalBytes = 256 * 1_048_576;

/** An entry's approximate size besides its texts. */
const entryBytes = 512;

/** A stage's cache: responses by key until they expire, or until newer ones need their space. */
export class ResponseCache {
  readonly #entries: LRUCache<string, KeptReply>;
  #hits = 0;
  #misses = 0;

  constructor(sizeGb: number, clock: Clock = () => performance.now(), maxBytes = maxTotalBytes) {
    this.#entries = new LRUCache({
      maxSize: Math.min(sizeGb * 2 ** 30, maxBytes),
      sizeCalculation: ({ body, headers }, key) =>
        Buffer.byteLength(body) + headers.join("").length + key.length + entryBytes,
      // The library ignores the TTL of an entry that was set at 0.
      perf: { now: () => clock() + 1 },
      ttlResolution: 0,
      // Expired entries are listed, to be deleted.
      allowStale: true,
    });
  }

  get(key: string): KeptReply | undefined {
    // The library returns an entry whose TTL ends this very moment.
    const found = this.#entries.getRemainingTTL(key) > 0 ? this.#entries.get(key) : undefined;
    if (found) this.#hits += 1;
    else this.#misses += 1;
    return found;
  }

  /** What it holds, and how many requests found a response in it since it was created. */
  get state(): CacheState {
    const { size, calculatedSize, maxSize } = this.#entries;
    return {
      ...{ entries: size, bytes: calculatedSize, maxBytes: maxSize },
      ...{ hits: this.#hits, misses: this.#misses },
    };
  }

  /** Deletes all entries. */
  flush(): void {
    this.#entries.clear();
  }

  /** Keeps a response unless it is too large. */
  set(key: string, reply: KeptReply, ttlSeconds: number): void {
    this.#entries.delete(key);
    if (Buffer.byteLength(reply.body) > maxReplyBytes) return;
    this.#entries.set(key, reply, { ttl: ttlSeconds * 1000 });
    for (const oldest of this.#entries.rkeys()) {
      if (this.#entries.getRemainingTTL(oldest) > 0) break;
      this.#entries.delete(oldest);
    }
  }
}
