import type { Reply } from "../exchange/exchange.ts";
import type { Clock } from "../throttle/tokenBucket.ts";

/** An answer that can be kept: it is there as a whole. */
export interface KeptReply extends Reply {
  readonly body: string | Buffer;
  /** The trace of the request that it was the answer to. */
  readonly trace: string;
}

interface Entry {
  readonly reply: KeptReply;
  readonly expiresAt: number;
  readonly bytes: number;
}

/** The largest answer that is kept. (API Gateway Developer Guide, "Cache settings for REST APIs in API Gateway") */
const maxReplyBytes = 1_048_576;

/** However large the cluster is, one machine has less: AWS, too, drops answers before their time. */
const maxTotalBytes = 256 * 1_048_576;

/** What an entry takes besides its texts, about. */
const entryBytes = 512;

/** A stage's cache: answers by key until their time is over, or newer ones need their place. */
export class ResponseCache {
  /** In the order they came. */
  readonly #entries = new Map<string, Entry>();
  readonly #clock: Clock;
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(sizeGb: number, clock: Clock = () => performance.now(), maxBytes = maxTotalBytes) {
    this.#clock = clock;
    this.#maxBytes = Math.min(sizeGb * 2 ** 30, maxBytes);
  }

  get(key: string): KeptReply | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.expiresAt > this.#clock()) return entry.reply;
    this.#delete(key, entry);
    return undefined;
  }

  /** Keeps an answer unless it is too large. */
  set(key: string, reply: KeptReply, ttlSeconds: number): void {
    const old = this.#entries.get(key);
    if (old !== undefined) this.#delete(key, old);
    const length = Buffer.byteLength(reply.body);
    if (length > maxReplyBytes) return;
    const bytes = length + reply.headers.join("").length + key.length + entryBytes;
    const now = this.#clock();
    this.#entries.set(key, { reply, expiresAt: now + ttlSeconds * 1000, bytes });
    this.#bytes += bytes;
    for (const [oldest, entry] of this.#entries) {
      if (this.#bytes <= this.#maxBytes && entry.expiresAt > now) break;
      this.#delete(oldest, entry);
    }
  }

  #delete(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
  }
}
