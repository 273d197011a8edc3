// @ts-check
import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { listen } from "../../testing/loopback.js";
import { HttpError } from "./errors.js";
import { stop } from "./lifecycle.js";
import { createService } from "./service.js";

describe("a service", () => {
  const events = new EventEmitter();
  const server = createService({
    service: "shop",
    region: "eu-west-1",
    routes: {
      "/broken": { GET: () => Promise.reject(new Error("password=1234")) },
      "/unsendable": { GET: () => ({ body: 1n }) },
      "/silent": {
        GET() {
          events.emit("asked");
          return new Promise(() => {});
        },
      },
    },
    log: (level, fields) => events.emit("log", { level, ...fields }),
  });
  let url = "";
  before(async () => {
    url = await listen(server);
  });
  // Without grace: fetch reconnects after an abort, and to Node.js a connection without a request is not idle.
  after(() => stop(server, 0));

  it("serves its health check without a caller", async () => {
    const response = await fetch(`${url}/health`);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("content-type"), "application/json");
    const body = { status: "ok", service: "shop", region: "eu-west-1" };
    assert.deepEqual(await response.json(), body);
  });

  it("logs each request with its correlation id and caller, and without its query", async () => {
    const logged = once(events, "log");
    await fetch(`${url}/nowhere?code=secret`, {
      headers: {
        ...{ "x-correlation-id": "c-1", "x-user-sub": "ann" },
        "x-amzn-trace-id":
          "Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=1",
        traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      },
    });
    const [{ durationMs, ...line }] = await logged;

    assert.ok(durationMs >= 0 && durationMs < 1_000);
    assert.deepEqual(line, {
      level: "info",
      method: "GET",
      path: "/nowhere",
      status: 404,
      correlationId: "c-1",
      traceId: "1-67891233-abcdef012345678912345678",
      w3cTraceId: "4bf92f3577b34da6a3ce929d0e0e4736",
      caller: "ann",
      error: undefined,
    });
  });

  for (const path of ["/broken", "/unsendable"]) {
    it(`returns 500 on ${path} and only logs the reason`, async () => {
      const logged = once(events, "log");
      const response = await fetch(url + path);
      const [line] = await logged;

      assert.equal(response.status, 500);
      assert.equal(await response.text(), '{"message":"Internal server error"}');
      assert.deepEqual([line.level, line.status], ["error", 500]);
      assert.match(line.error, /^(Error: password=1234|TypeError: .*BigInt)/);
    });
  }

  it("logs 499 if the client disconnects before the response", async () => {
    const asked = once(events, "asked");
    const logged = once(events, "log");
    const client = new AbortController();
    const response = fetch(`${url}/silent`, { signal: client.signal });
    await asked;
    client.abort();

    await assert.rejects(response, { name: "AbortError" });
    const [line] = await logged;
    assert.equal(line.status, 499);
  });

  it("keeps an idle connection longer than a load balancer does", () => {
    assert.ok(server.keepAliveTimeout > 60_000);
    assert.ok(server.headersTimeout > server.keepAliveTimeout);
  });
});

describe("a service that verifies who calls", () => {
  /** @type {Record<string, unknown>[]} */
  const lines = [];
  const server = createService({
    service: "shop",
    region: "eu-west-1",
    routes: { "/me": { GET: ({ caller }) => ({ body: caller }) } },
    log: (_, fields) => lines.push(fields),
    checkAssertion: ({ headers }) => {
      if (headers["x-user-assertion"] !== "valid") throw new HttpError(401, "No.");
      return { "x-user-sub": "ann" };
    },
  });
  let url = "";
  before(async () => {
    url = await listen(server);
  });
  after(() => stop(server, 0));

  it("takes the caller from the assertion, not from headers", async () => {
    const headers = { "x-user-assertion": "valid", "x-user-sub": "mallory" };
    const response = await fetch(`${url}/me`, { headers });
    assert.deepEqual(await response.json(), { sub: "ann" });
  });

  it("refuses calls without a valid one, other than health checks", async () => {
    const headers = { "x-user-sub": "mallory" };
    assert.equal((await fetch(`${url}/me`, { headers })).status, 401);
    assert.equal((await fetch(`${url}/nowhere`, { headers })).status, 401);
    assert.equal((await fetch(`${url}/health`)).status, 200);
    assert.ok(!JSON.stringify(lines).includes("mallory"));
  });
});
