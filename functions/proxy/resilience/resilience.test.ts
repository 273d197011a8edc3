import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { endsWithin } from "../../testing/endsWithin.ts";
import { answer, closed, never, post, proxyOf, served } from "../../testing/resilientProxy.ts";
import { startHttpService, startTcpService, stopServices } from "../../testing/service.ts";
import { captureLog } from "../../testing/captureLog.ts";
import { testEvent, testSettings } from "../../testing/proxyEvent.ts";
import { testCallContext } from "../../testing/proxyCall.ts";
import { createProxy } from "../proxy.ts";
import { createResilience } from "./resilience.ts";

describe("a proxy with resilience", () => {
  stopServices();

  describe("timeouts", () => {
    it("end an attempt, and the whole call", async () => {
      const { call, counted } = await served(never, {
        timeouts: { attemptMs: 50, totalMs: 20_000 },
        retries: { baseDelayMs: 1 },
      });

      const response = await call();

      assert.equal(response.statusCode, 504);
      assert.equal(response.line["attempts"], 2);
      // A busy machine may be late to send.
      assert.ok(counted.requests <= 2);
    });

    it("count the time that Lambda leaves", async () => {
      const { call } = await served(never, { timeouts: { totalMs: 4_000 } });

      const response = await call({}, 230);

      assert.equal(response.statusCode, 504);
    });
  });

  describe("retries", () => {
    const retries = { maxAttempts: 3, baseDelayMs: 1, budgetShare: 1 };

    it("repeat a request that may be sent twice, after a failure status", async () => {
      const statuses = [503, 502, 200];
      const { call } = await served(
        (_request, response) => response.writeHead(statuses.shift()!).end(),
        { retries: { ...retries, budgetShare: 2 } },
      );

      const response = await call();

      assert.equal(response.statusCode, 200);
    });

    it("repeat a request whose connection was reset", async () => {
      let connections = 0;
      const { url } = await startTcpService((socket) => {
        connections += 1;
        socket.once("data", () => {
          if (connections === 1) socket.resetAndDestroy();
          else socket.end("HTTP/1.1 204 No Content\r\n\r\n");
        });
      });

      const response = await proxyOf(url, { service: { retries } })();

      assert.equal(response.statusCode, 204);
    });

    for (const [what, listener] of [
      ["a failure status", answer(503)],
      ["a closed connection", (_request, response) => response.destroy()],
      ["no response", never],
    ] as readonly [string, RequestListener][]) {
      it(`never repeat a POST that may have reached the service: ${what}`, async () => {
        // Time for a busy machine to send it.
        const timeouts = { attemptMs: listener === never ? 500 : 20_000 };
        const { call, counted } = await served(listener, { retries, timeouts });

        const response = await call(post);

        assert.ok(response.statusCode >= 500);
        assert.equal(counted.requests, 1);
      });
    }

    it("repeat a POST that was not sent", async () => {
      const call = proxyOf(await closed(), { service: { retries } });

      const response = await call(post);

      assert.equal(response.statusCode, 503);
      assert.equal(response.line["errorType"], "unreachable");
    });

    it("stay within their budget", async () => {
      const { call, counted } = await served(answer(503), {
        retries: { baseDelayMs: 1, budgetShare: 0.1 },
      });

      for (let index = 0; index < 50; index += 1) await call();

      // One at first, then one for each ten calls.
      assert.equal(counted.requests, 50 + 1 + 5);
    });

    it("are not made without the time for them", async () => {
      const { call, counted } = await served(answer(503), {
        retries: { baseDelayMs: 25_000, maxDelayMs: 50_000 },
        timeouts: { totalMs: 20_000 },
      });

      assert.equal((await call()).statusCode, 503);
      assert.equal(counted.requests, 1);
    });
  });

  describe("a breaker", () => {
    const breaker = { minimumCalls: 2, openMs: 60_000 };

    it("stops calls to a service that is down, and says when to retry", async () => {
      const { call, counted } = await served(answer(503), { breaker });

      await call();
      await call();
      const response = await call();

      assert.equal(response.statusCode, 503);
      assert.deepEqual(response.multiValueHeaders!["retry-after"], ["60"]);
      assert.equal(counted.requests, 2);
      assert.equal(response.line["errorType"], "breakerOpen");
    });

    it("lets calls through again when a probe succeeds", async () => {
      let status = 503;
      const { call } = await served((_request, response) => response.writeHead(status).end(), {
        breaker: { ...breaker, openMs: 1 },
      });
      await call();
      await call();

      status = 200;
      let response = await call();
      while (response.statusCode === 503) response = await call();

      assert.equal(response.statusCode, 200);
      assert.equal((await call()).statusCode, 200);
    });

    it("is shared by the routes without one of their own", async () => {
      const { url } = await startHttpService(answer(503));
      const call = proxyOf(url, {
        service: { breaker },
        routes: { "POST /{proxy+}": { breaker: false } },
      });
      await call();
      await call();

      assert.equal((await call({ httpMethod: "PUT" })).line["errorType"], "breakerOpen");
      assert.equal((await call(post)).line["errorType"], undefined);
    });
  });

  it("sheds calls that the service is too slow for", async () => {
    const { call, counted } = await served(never, {
      timeouts: { totalMs: 200 },
      shedding: { retryAfterSeconds: 60 },
    });

    assert.equal((await call()).statusCode, 504);
    let response = await call();
    // A busy machine may send nothing in time, which says nothing about the service.
    while (response.statusCode === 504 && counted.requests < 2) response = await call();

    assert.equal(response.statusCode, 503);
    assert.deepEqual(response.multiValueHeaders!["retry-after"], ["60"]);
    assert.equal(response.line["errorType"], "shed");
  });

  it("never waits longer than the deadline when its service is killed under load", async () => {
    const { url, stop } = await startHttpService(answer(200, "live"));
    const handler = createProxy(
      testSettings(url),
      createResilience({
        resilience: {
          service: {
            timeouts: { attemptMs: 200, totalMs: 500 },
            retries: {},
            // It also opens when a busy machine delays calls, and closes again.
            breaker: { minimumCalls: 3, openMs: 100 },
            fallback: { body: "stale" },
          },
        },
      }),
    );
    const bodies: string[] = [];
    let late = 0;
    let stopped = false;
    let callsAfterwards = 0;
    const client = async () => {
      while (callsAfterwards < 500) {
        const call = await endsWithin(500, () => handler(testEvent(), testCallContext));
        bodies.push(call.result.body);
        if (!call.inTime) late += 1;
        if (stopped) callsAfterwards += 1;
        else if (bodies.length >= 500 && bodies.includes("live")) {
          stopped = true;
          await stop();
        }
      }
    };

    await captureLog(() => Promise.all(Array.from({ length: 10 }, client)));

    assert.deepEqual([...new Set(bodies)].sort(), ["live", "stale"]);
    assert.equal(late, 0);
  });
});
