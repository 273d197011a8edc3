import assert from "node:assert/strict";
import { ResponseCache } from "./responseCache.ts";

describe("ResponseCache", () => {
  const [body, headers] = [Buffer.alloc(0), ["X-Long", "x".repeat(9_000)]];
  const response = {
    ...{ status: 204, headers, body, region: undefined, etag: undefined, lastModified: undefined },
    ...{ receivedAt: 0, freshUntil: 1, staleWhileRevalidateUntil: 1, staleIfErrorUntil: 1 },
    retryAt: 0,
  };

  it("stays within its limit also for responses with long headers and no body", () => {
    const cache = new ResponseCache(50_000);

    for (let key = 0; key < 100; key++) cache.set(`GET\n/${key}`, response);

    assert.equal(cache.size, 4);
    assert.ok(cache.get("GET\n/99"));
  });
});
