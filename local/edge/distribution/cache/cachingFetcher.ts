import type { Readable } from "node:stream";
import type { DistributionModel } from "../model.ts";
import { discard, generated } from "../origins/fetchOrigin.ts";
import { headerOf, type OriginRequest, type OriginResponse } from "../origins/origin.ts";
import { errorReasons } from "../viewer/errorPage.ts";
import type { ViewerRequest } from "../viewer/viewerRequest.ts";
import { cacheKey } from "./cacheKey.ts";
import { compressed, isCompressible } from "./compress.ts";
import { fromCache } from "./fromCache.ts";
import { record } from "./record.ts";
import type { Reply } from "./reply.ts";
import type { CachedResponse, ResponseCache } from "./responseCache.ts";
import { confirmed, type StoringContext, timesOf, toCached } from "./storing.ts";
import { acceptedEncodings } from "./viewerValues.ts";

interface CachingOptions {
  readonly fetch: (request: OriginRequest) => Promise<OriginResponse | undefined>;
  readonly cache: ResponseCache;
  readonly errorResponses: DistributionModel["errorResponses"];
  /** The distribution's clock, in ms. */
  readonly clock: () => number;
}

/** Serves requests from the cache, and else from an origin. */
export class CachingFetcher {
  readonly #options: CachingOptions;
  /** Fetches that others wait for: each settles when its response is in the cache, or will not be. */
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(options: CachingOptions) {
    this.#options = options;
  }

  /** @returns undefined when the viewer has disconnected */
  async fetch(request: OriginRequest): Promise<Reply | undefined> {
    const { viewer, behavior } = request;
    const isCached = behavior.cachedMethods.has(viewer.method) && viewer.body === undefined;
    if (!isCached) return this.#pass(request);
    const key = cacheKey(viewer, behavior.cachePolicy);
    const cached = this.#options.cache.get(key);
    const now = this.#options.clock();
    if (cached !== undefined && isUsable(cached, now)) return this.#hit(cached, viewer);
    // Only whole objects are kept, and those of GET.
    const isWhole =
      viewer.method !== "HEAD" && (cached !== undefined || viewer.headers.range === undefined);
    if (!isWhole) return this.#pass(request);
    if (cached !== undefined && now < cached.staleWhileRevalidateUntil) {
      this.#refreshInBackground(key, request, cached);
      return this.#hit(cached, viewer);
    }
    if (behavior.cachePolicy.maxTtlSeconds === 0 && cached === undefined) {
      return this.#fetchAndKeep(key, request, undefined, () => undefined);
    }
    return this.#collapsed(key, request);
  }

  /** Requests for the same object wait for the first one's response. */
  async #collapsed(key: string, request: OriginRequest): Promise<Reply | undefined> {
    const underWay = this.#underWay.get(key);
    if (underWay === undefined) return this.#lead(key, request);
    await underWay;
    const { cache, clock } = this.#options;
    const cached = cache.get(key);
    if (cached !== undefined && isUsable(cached, clock())) return this.#hit(cached, request.viewer);
    // The response was not kept, so it was for the first viewer alone.
    return this.#fetchAndKeep(key, request, cached, () => undefined);
  }

  #lead(key: string, request: OriginRequest): Promise<Reply | undefined> {
    let settle: () => void = () => undefined;
    const settled = new Promise<void>((resolve) => {
      settle = () => {
        this.#underWay.delete(key);
        resolve();
      };
    });
    this.#underWay.set(key, settled);
    return this.#fetchAndKeep(key, request, this.#options.cache.get(key), settle).catch(
      (error: unknown) => {
        settle();
        throw error;
      },
    );
  }

  #refreshInBackground(key: string, request: OriginRequest, cached: CachedResponse): void {
    if (this.#underWay.has(key)) return;
    const { client: _, ...alone } = request;
    const drain = (reply: Reply | undefined) => {
      if (reply && !Buffer.isBuffer(reply.body)) reply.body.on("error", () => undefined).resume();
    };
    // The viewer has its response; the next one finds a failure.
    this.#lead(key, { ...alone, stale: cached }).then(drain, () => undefined);
  }

  /**
   * @param stale - the response in the cache
   * @param settle - called when the response is in the cache, or will not be
   */
  async #fetchAndKeep(
    key: string,
    request: OriginRequest,
    stale: CachedResponse | undefined,
    settle: () => void,
  ): Promise<Reply | undefined> {
    const { fetch, cache } = this.#options;
    const { viewer } = request;
    const isConfirmable = stale !== undefined && stale.status < 400;
    const response = await fetch({ ...request, stale: isConfirmable ? stale : undefined });
    const context = this.#context(request);
    if (response === undefined) return settleWith(settle, undefined);
    if (isConfirmable && response.status === 304) {
      const fresh = confirmed(stale, response, context);
      discard(response);
      if (fresh) cache.set(key, fresh);
      return settleWith(settle, this.#reply(fresh ?? stale, viewer, "RefreshHit"));
    }
    if (isConfirmable && response.status >= 500 && context.now < stale.staleIfErrorUntil) {
      discard(response);
      const waitMs = this.#retryMs(response.status);
      const kept = { ...stale, retryAt: context.now + waitMs };
      cache.set(key, kept);
      return settleWith(settle, this.#reply(kept, viewer, "RefreshHit"));
    }
    return this.#keep(key, request, response, settle);
  }

  async #keep(
    key: string,
    request: OriginRequest,
    response: OriginResponse,
    settle: () => void,
  ): Promise<Reply | undefined> {
    const { cache } = this.#options;
    const validity = timesOf(response, this.#context(request));
    if (validity === undefined) {
      cache.delete(key);
      return settleWith(settle, toReply(response));
    }
    const encoding = this.#encodingOf(request, response);
    if (encoding === undefined && !isSmall(response)) {
      // Nobody waits for an object that arrives as slowly as its first viewer reads it.
      settle();
      record(response.body, headerOf(response.headers, "content-length"), (body) => {
        if (body !== undefined) cache.set(key, toCached(response, body, validity));
      });
      return toReply(response);
    }
    const body = await readAll(response.body);
    if (body === undefined) {
      const { id } = request.viewer;
      return settleWith(settle, toReply(generated(502, errorReasons.noOrigin, id)));
    }
    const whole = { headers: response.headers, body };
    const kept = encoding ? await compressed(whole.headers, body, encoding) : whole;
    const cached = toCached({ ...response, ...kept }, kept.body, validity);
    cache.set(key, cached);
    return settleWith(settle, toReply({ ...response, ...kept }));
  }

  /** The encoding to compress a response with. */
  #encodingOf({ viewer, behavior }: OriginRequest, { status, headers }: OriginResponse) {
    const { compress, cachePolicy } = behavior;
    if (!compress || cachePolicy.maxTtlSeconds === 0 || viewer.method !== "GET") return undefined;
    if (!isCompressible(status, (name) => headerOf(headers, name))) return undefined;
    return acceptedEncodings(viewer.headers["accept-encoding"]?.toString(), cachePolicy)[0];
  }

  async #pass(request: OriginRequest): Promise<Reply | undefined> {
    const response = await this.#options.fetch(request);
    return response && toReply(response);
  }

  #hit(cached: CachedResponse, viewer: ViewerRequest): Reply {
    return this.#reply(cached, viewer, cached.status >= 400 ? "Error" : "Hit");
  }

  #reply(cached: CachedResponse, viewer: ViewerRequest, result: Reply["result"]): Reply {
    const ageSeconds = Math.max(0, this.#options.clock() - cached.receivedAt) / 1000;
    return { ...fromCache(cached, viewer), result, ageSeconds, region: cached.region };
  }

  #context({ behavior }: OriginRequest): StoringContext {
    const { errorResponses, clock } = this.#options;
    return { behavior, errorResponses, now: clock() };
  }

  /** The time for which a stale response is sent without asking the origin again. */
  #retryMs(status: number): number {
    return 1000 * (this.#options.errorResponses.get(status)?.minTtlSeconds ?? 10);
  }
}

const isUsable = ({ freshUntil, retryAt }: CachedResponse, now: number): boolean =>
  now < freshUntil || now < retryAt;

const resultOf = (status: number): Reply["result"] => (status >= 400 ? "Error" : "Miss");

const toReply = ({ status, headers, body, region }: OriginResponse): Reply => ({
  status,
  headers,
  body,
  region,
  result: resultOf(status),
});

function settleWith<T>(settle: () => void, value: T): T {
  settle();
  return value;
}

/** Objects up to this size are received as a whole before they are sent: 1 MB. */
const smallBytes = 1024 * 1024;

function isSmall({ headers, body }: OriginResponse): boolean {
  const length = headerOf(headers, "content-length");
  return Buffer.isBuffer(body) || (length !== undefined && Number(length) <= smallBytes);
}

/** @returns undefined when the origin does not send all of it */
async function readAll(body: Readable | Buffer): Promise<Buffer | undefined> {
  if (Buffer.isBuffer(body)) return body;
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of body) chunks.push(chunk as Buffer);
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks);
}
