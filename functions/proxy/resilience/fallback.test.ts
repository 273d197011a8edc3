import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { answer, closed, never, post, proxyOf, served } from "../../testing/resilientProxy.ts";
import { startHttpService, stopServices } from "../../testing/service.ts";

describe("a proxy with a fallback", () => {
  stopServices();

  describe("a fallback", () => {
    const fallback = { status: 200, headers: { "content-type": "application/json" }, body: "[]" };

    it("responds for a service that is down", async () => {
      const call = proxyOf(await closed(), { service: { fallback } });

      const response = await call();

      assert.equal(response.statusCode, 200);
      assert.equal(response.body, "[]");
      assert.deepEqual(response.multiValueHeaders!["cache-control"], ["no-store"]);
      assert.equal(response.line["fallbackFor"], "unreachable");
    });

    it("may be cached if its headers say so, in any case", async () => {
      const headers = { "Cache-Control": "max-age=5", "Content-Type": "text/plain" };
      const call = proxyOf(await closed(), { service: { fallback: { headers } } });

      const response = await call();

      assert.deepEqual(response.multiValueHeaders!["cache-control"], ["max-age=5"]);
      assert.deepEqual(response.multiValueHeaders!["content-type"], ["text/plain"]);
    });

    it("leaves responses alone that are no failure", async () => {
      const { call } = await served(answer(404, "no"), { fallback });

      assert.equal((await call()).body, "no");
    });

    it("never hides a refused path", async () => {
      const call = proxyOf(await closed(), { service: { fallback } });

      assert.equal((await call({ path: "/a/../b" })).statusCode, 400);
    });

    it("of the service does not claim that something was written", async () => {
      const call = proxyOf(await closed(), { service: { fallback } });

      assert.equal((await call(post)).statusCode, 503);
    });

    it("of a route holds for its method", async () => {
      const routes = { "POST /{proxy+}": { fallback: { status: 202 } } };
      const call = proxyOf(await closed(), { routes });

      assert.equal((await call(post)).statusCode, 202);
    });

    it("is another service, which gets the time reserved for it", async () => {
      const { url } = await startHttpService(never);
      const other = await startHttpService((request, response) => response.end(request.url));
      const options = { fallback: { service: "catalog", reservedMs: 900 } };
      const service = { ...options, timeouts: { totalMs: 1_000 } };
      const call = proxyOf(url, { service }, { catalog: other.url });

      const response = await call({ path: "/orders/1" });

      assert.equal(response.statusCode, 200);
      assert.equal(response.body, "/orders/1");
    });

    it("does not send a POST to another service that may have reached the first", async () => {
      const { url } = await startHttpService(answer(503));
      const other = await startHttpService(answer(200));
      const routes = { "POST /{proxy+}": { fallback: { service: "catalog" } } };

      const sent = await proxyOf(url, { routes }, { catalog: other.url })(post);
      const unsent = await proxyOf(await closed(), { routes }, { catalog: other.url })(post);

      assert.equal(sent.statusCode, 503);
      assert.equal(unsent.statusCode, 200);
    });

    it("that fails leaves the failure of the service", async () => {
      const { url } = await startHttpService(answer(502, "broken"));
      const call = proxyOf(
        url,
        { service: { fallback: { service: "catalog" } } },
        { catalog: await closed() },
      );

      const response = await call();

      assert.equal(response.statusCode, 502);
      assert.equal(response.body, "broken");
    });
  });

  describe("fault injection", () => {
    it("takes the place of the service, for breaker and fallback too", async () => {
      const { call, counted } = await served(answer(200), {
        faultInjection: { errorShare: 1, errorStatus: 500 },
        failureStatuses: [500],
        breaker: { minimumCalls: 1 },
        fallback: { status: 200, body: "stale" },
      });

      await call();
      const response = await call();

      assert.equal(response.body, "stale");
      assert.equal(response.line["fallbackFor"], "breakerOpen");
      assert.equal(counted.requests, 0);
    });

    it("makes a black hole, which ends with the deadline", async () => {
      const { call } = await served(answer(200), {
        faultInjection: { blackHoleShare: 1 },
        timeouts: { totalMs: 30 },
      });

      assert.equal((await call()).statusCode, 504);
    });

    it("follows a header only where it is allowed, and no service gets it", async () => {
      const seen: unknown[] = [];
      const listener: RequestListener = ({ headers }, response) => {
        seen.push(headers["x-fault-injection"]);
        response.end();
      };
      const headers = { "X-Fault-Injection": ["error=502"] };
      const allowed = await served(listener, { faultInjection: { byHeader: true } });
      const refused = await served(listener, { faultInjection: { latencyMs: 1 } });

      assert.equal((await allowed.call({ headers })).statusCode, 502);
      assert.equal((await allowed.call()).statusCode, 200);
      assert.equal((await refused.call({ headers })).statusCode, 200);
      assert.deepEqual(seen, [undefined, undefined]);
    });
  });

  it("prefers the options of a route to those of its service", async () => {
    const call = proxyOf(await closed(), {
      service: { fallback: { body: "service" } },
      routes: { "GET /{proxy+}": { fallback: { body: "route" } } },
    });

    assert.equal((await call()).body, "route");
    assert.equal((await call({ httpMethod: "HEAD" })).body, "service");
  });
});
