import assert from "node:assert/strict";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { brotliDecompressSync } from "node:zlib";
import { TestFront } from "./testing/front.ts";
import { behavior, cached, distribution, minutePolicy } from "./testing/resources.ts";

/** An API that counts its requests. */
function counting(
  respond: (response: ServerResponse, count: number, request: IncomingMessage) => void,
) {
  const seen: IncomingMessage[] = [];
  const listener: RequestListener = (request, response) => {
    seen.push(request.resume());
    respond(response, seen.length, request);
  };
  return { seen, listener };
}

describe("a distribution's cache", () => {
  const front = new TestFront();

  /** @param speed - lets a minute pass in 60 ms with 1000 */
  async function start(
    listener: RequestListener,
    { speed = 1, more = {}, errors = [] as object[] } = {},
  ): Promise<void> {
    await front.start({
      regions: [listener],
      speed,
      resources: [
        minutePolicy(),
        distribution({
          defaultCacheBehavior: behavior(),
          orderedCacheBehaviors: [cached({ pathPattern: "/cached*", ...more })],
          customErrorResponses: errors,
        }),
      ],
    });
  }

  const caches = async (...paths: string[]): Promise<string[]> => {
    const found = [];
    for (const path of paths) {
      const { headers } = await front.request(path);
      found.push(String(headers["x-cache"]).replace(" from cloudfront", ""));
    }
    return found;
  };

  it("sends a kept response without asking the region, and still names the region", async () => {
    const { seen, listener } = counting((response, count) => response.end(`response ${count}`));
    await start(listener);

    await front.request("/cached?x=1");
    const again = await front.request("/cached?x=1");
    const other = await front.request("/cached?x=2");

    assert.equal(again.body, "response 1");
    assert.equal(again.headers["x-cache"], "Hit from cloudfront");
    assert.equal(again.headers["x-palisade-region"], "us-east-1");
    assert.match(String(again.headers["age"]), /^\d+$/);
    assert.equal(other.body, "response 2");
    assert.equal(seen.length, 2);
    const { hits, misses } = await front.counters();
    assert.deepEqual([hits, misses], [1, 2]);
  });

  it("sends a response to one user to no other", async () => {
    const { seen, listener } = counting((response, count) => {
      response.writeHead(200, { "cache-control": "private, max-age=60" }).end(`user ${count}`);
    });
    await start(listener);

    // At the same time, so that the second waits for the first.
    const bodies = await Promise.all(
      [1, 2, 3].map(async () => (await front.request("/cached")).body),
    );

    assert.deepEqual(bodies.sort(), ["user 1", "user 2", "user 3"]);
    assert.equal(seen.length, 3);
  });

  it("keeps no response to a POST, and asks the region for each", async () => {
    const { seen, listener } = counting((response, count) => {
      response.writeHead(200, { "cache-control": "max-age=60" }).end(`order ${count}`);
    });
    await start(listener);

    const post = { method: "POST", body: "x" };
    const bodies = [
      (await front.request("/cached", {}, post)).body,
      (await front.request("/cached", {}, post)).body,
      (await front.request("/cached")).body,
    ];

    assert.deepEqual(bodies, ["order 1", "order 2", "order 3"]);
    assert.deepEqual(
      seen.map(({ method }) => method),
      ["POST", "POST", "GET"],
    );
  });

  it("asks once for requests that arrive at the same time", async () => {
    const waiting: (() => void)[] = [];
    const { seen, listener } = counting((response) => {
      waiting.push(() => response.writeHead(200, { "content-length": "4" }).end("body"));
    });
    await start(listener);

    const responses = Promise.all([1, 2, 3, 4, 5].map(() => front.request("/cached")));
    while ((await front.counters())["requests"]! < 5) await new Promise(setImmediate);
    waiting.forEach((respond) => respond());

    const bodies = (await responses).map(({ body }) => body);
    assert.deepEqual(
      bodies,
      Array.from({ length: 5 }, () => "body"),
    );
    assert.equal(seen.length, 1);
  });

  it("asks anew after the TTL, divided by the speed", async () => {
    const { listener } = counting((response) => response.end("x"));
    await start(listener, { speed: 1_000_000 });

    assert.deepEqual(await caches("/cached"), ["Miss"]);
    assert.deepEqual(await caches("/cached"), ["Miss"]);
  });

  it("confirms a stale response by its ETag", async () => {
    const { seen, listener } = counting((response, _, { headers }) => {
      const isSame = headers["if-none-match"] === '"1"';
      response.writeHead(isSame ? 304 : 200, { etag: '"1"' }).end(isSame ? undefined : "body");
    });
    await start(listener, { speed: 1_000_000 });

    await front.request("/cached");
    const again = await front.request("/cached");

    assert.deepEqual([again.status, again.body], [200, "body"]);
    assert.equal(again.headers["x-cache"], "RefreshHit from cloudfront");
    assert.equal(seen[1]!.headers["if-none-match"], '"1"');
  });

  it("sends a stale response in place of an error, until stale-if-error ends", async () => {
    const { listener } = counting((response, count) => {
      const control = { "cache-control": "max-age=1, stale-if-error=1000000000" };
      response.writeHead(count === 1 ? 200 : 503, control).end(`response ${count}`);
    });
    await start(listener, { speed: 1_000_000 });

    await front.request("/cached");
    const again = await front.request("/cached");

    assert.deepEqual([again.status, again.body], [200, "response 1"]);
  });

  it("does not send a stale response with stale-if-error=0", async () => {
    const { listener } = counting((response, count) => {
      const control = { "cache-control": "max-age=1, stale-if-error=0" };
      response.writeHead(count === 1 ? 200 : 503, control).end();
    });
    await start(listener, { speed: 1_000_000 });

    await front.request("/cached");

    assert.equal((await front.request("/cached")).status, 503);
  });

  it("refreshes in the background with stale-while-revalidate", async () => {
    const { seen, listener } = counting((response, count) => {
      const control = "max-age=1, stale-while-revalidate=100000000";
      response.writeHead(200, { "cache-control": control }).end(`response ${count}`);
    });
    await start(listener, { speed: 1_000_000 });

    await front.request("/cached");
    const stale = await front.request("/cached");
    while (seen.length < 2) await new Promise(setImmediate);

    assert.equal(stale.body, "response 1");
  });

  it("keeps errors for ten seconds, also without a cache policy, unless told otherwise", async () => {
    const { listener } = counting((response, _, { url }) => {
      response.writeHead(Number(url?.slice(-3))).end();
    });
    const errors = [{ errorCode: 503, errorCachingMinTtl: 0 }];
    await start(listener, { errors });

    await caches("/404", "/404", "/503", "/503", "/401", "/401");

    const { requests, errors: count } = await front.counters();
    assert.deepEqual([requests, count], [6, 6]);
    const [response] = [await front.request("/404")];
    assert.match(String(response.headers["age"]), /^\d+$/);
    const { headers } = await front.request("/503");
    assert.equal(headers["age"], undefined);
  });

  it("compresses, keeps each encoding apart, and weakens the ETag", async () => {
    const body = "text ".repeat(1_000);
    const { seen, listener } = counting((response) => {
      response.writeHead(200, {
        "content-type": "text/css",
        "content-length": body.length,
        etag: '"1"',
      });
      response.end(body);
    });
    await start(listener);
    const encoding = { "accept-encoding": "gzip, br" };

    const first = await front.request("/cached", encoding);
    const second = await front.request("/cached", { "accept-encoding": "br, deflate, gzip" });
    const plain = await front.request("/cached");
    const passed = await front.request("/", encoding);

    assert.equal(first.headers["content-encoding"], "br");
    assert.equal(first.headers.etag, 'W/"1"');
    assert.equal(brotliDecompressSync(Buffer.from(second.body, "latin1")).toString(), body);
    assert.equal(second.headers["x-cache"], "Hit from cloudfront");
    assert.equal(plain.body, body);
    assert.equal(plain.headers["content-encoding"], undefined);
    assert.equal(passed.headers["content-encoding"], undefined);
    assert.equal(seen.length, 3);
  });

  it("responds to conditions, ranges and HEAD from the cache", async () => {
    const { seen, listener } = counting((response) => {
      response.writeHead(200, { etag: '"1"', "content-length": "10" }).end("0123456789");
    });
    await start(listener);
    await front.request("/cached");

    const same = await front.request("/cached", { "if-none-match": 'W/"1"' });
    const range = await front.request("/cached", { range: "bytes=2-4" });
    const end = await front.request("/cached", { range: "bytes=-3" });
    const beyond = await front.request("/cached", { range: "bytes=10-" });
    const head = await front.request("/cached", {}, { method: "HEAD" });

    assert.deepEqual([same.status, same.body], [304, ""]);
    assert.deepEqual([range.status, range.body], [206, "234"]);
    assert.equal(range.headers["content-range"], "bytes 2-4/10");
    assert.equal(end.body, "789");
    assert.deepEqual([beyond.status, beyond.headers["content-range"]], [416, "bytes */10"]);
    assert.deepEqual([head.status, head.headers["content-length"], head.body], [200, "10", ""]);
    assert.equal(seen.length, 1);
  });

  it("keeps a streamed object, but not one that is cut off", async () => {
    const { seen, listener } = counting((response, count, { url }) => {
      response.write("begin");
      if (url?.endsWith("cut") && count === 1) setImmediate(() => response.destroy());
      else response.end(" end");
    });
    await start(listener);

    await front.request("/cached-cut").catch(() => undefined);
    const whole = await front.request("/cached-cut");
    const kept = await front.request("/cached-cut");

    assert.deepEqual([whole.body, kept.body], ["begin end", "begin end"]);
    assert.equal(seen.length, 2);
  });

  it("keeps cookies if they are in the key, unless the origin says otherwise", async () => {
    const { listener } = counting((response, _, { url }) => {
      const control = url?.endsWith("out") ? 'no-cache="Set-Cookie"' : "max-age=60";
      response.writeHead(200, { "set-cookie": "a=1", "cache-control": control }).end();
    });
    const cookies = minutePolicy("minute", {
      parametersInCacheKeyAndForwardedToOrigin: {
        headersConfig: { headerBehavior: "none" },
        cookiesConfig: { cookieBehavior: "all" },
        queryStringsConfig: { queryStringBehavior: "none" },
      },
    });
    await front.start({
      regions: [listener],
      resources: [cookies, distribution({ defaultCacheBehavior: cached() })],
    });

    for (const path of ["/", "/out"]) await front.request(path);

    const [kept, left] = [await front.request("/"), await front.request("/out")];
    assert.deepEqual(kept.headers["set-cookie"], ["a=1"]);
    assert.equal(left.headers["set-cookie"], undefined);
    assert.equal(left.headers["x-cache"], "Hit from cloudfront");
  });
});
