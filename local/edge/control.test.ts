import assert from "node:assert/strict";
import { request as send } from "node:http";
import { named, noControl, TestEdge } from "./testing/edge.ts";

interface Region {
  api: string;
  state: string;
}

describe("the edge's paths under /_palisade/", () => {
  const edge = new TestEdge();

  it("returns each region's state and the edge's counters", async () => {
    const url = await edge.start();
    await fetch(url);

    const response = await fetch(`${url}/_palisade/status`);
    const status = (await response.json()) as { edge: object; regions: Record<string, Region> };

    assert.deepEqual(status.edge, { requests: 1, failovers: 0 });
    const { api, ...america } = status.regions["us-east-1"]!;
    assert.match(api, /^http:\/\/127\.0\.0\.1:\d+\/live$/);
    assert.deepEqual(america, {
      state: "running",
      healthy: true,
      routed: true,
      requests: 1,
      errors: 0,
    });
  });

  it("stops a region and starts it again", async () => {
    const calls: string[] = [];
    const url = await edge.start(named("america"), named("europe"), {
      control: {
        ...noControl,
        stop: async (region) => void calls.push(`stop ${region}`),
        start: async (region) => void calls.push(`start ${region}`),
      },
    });
    const change = async (action: string) => {
      const path = `${url}/_palisade/regions/us-east-1/${action}`;
      return (await (await fetch(path, { method: "POST" })).json()) as Region;
    };

    const stopped = await change("stop");
    const meanwhile = await (await fetch(`${url}/x`)).text();
    const started = await change("start");

    assert.equal(stopped.state, "stopped");
    assert.equal(meanwhile, "europe GET /live/x");
    assert.equal(started.state, "running");
    assert.deepEqual(calls, ["stop us-east-1", "start us-east-1"]);
  });

  it("shows a region's schedules and consumers, and makes a schedule's call", async () => {
    const calls: string[] = [];
    const events = { schedules: [{ name: "local-nightly" }], consumers: [{ queue: "jobs" }] };
    const runSchedule = async (region: string, name: string) => {
      if (calls.push(`${region} ${name}`) > 1) throw new Error("It is refused.");
    };
    const url = await edge.start(named("america"), named("europe"), {
      control: { ...noControl, events: () => events, runSchedule },
    });
    const run = async (name: string) => {
      const path = `${url}/_palisade/regions/us-east-1/schedules/${name}/run`;
      const response = await fetch(path, { method: "POST" });
      return { status: response.status, body: (await response.json()) as object };
    };

    const known = await run("nightly");
    const refused = await run("local-nightly");
    const unknown = await run("hourly");

    const { schedules, consumers } = known.body as typeof events;
    assert.deepEqual({ schedules, consumers }, events);
    assert.deepEqual(refused, { status: 409, body: { message: "It is refused." } });
    assert.deepEqual(unknown, {
      status: 404,
      body: { message: 'Unknown schedule "hourly". Use one of: local-nightly.' },
    });
    assert.deepEqual(calls, ["us-east-1 local-nightly", "us-east-1 local-nightly"]);
  });

  it("starts a region again that could not be stopped as a whole", async () => {
    const stop = () => Promise.reject(new Error("It hangs."));
    const url = await edge.start(named("america"), named("europe"), {
      control: { ...noControl, stop },
      reportError: () => {},
    });
    const change = (action: string) =>
      fetch(`${url}/_palisade/regions/us-east-1/${action}`, { method: "POST" });

    const stopped = await change("stop");
    const meanwhile = await (await fetch(`${url}/x`)).text();
    const started = await change("start");

    assert.equal(stopped.status, 500);
    assert.equal(meanwhile, "europe GET /live/x");
    assert.equal(((await started.json()) as Region).state, "running");
  });

  it("returns mails by address", async () => {
    const messages = async (to: string | undefined) => [{ to }];
    const url = await edge.start(named("america"), named("europe"), {
      control: { ...noControl, messages },
    });

    const response = await fetch(`${url}/_palisade/messages?to=ada%40example.com`);

    assert.deepEqual(await response.json(), { messages: [{ to: "ada@example.com" }] });
  });

  it("returns a usage plan's usage, and refuses unknown plans", async () => {
    const plan = { plan: "gold", planId: "p1", quota: null, keys: [] };
    const url = await edge.start(named("america"), named("europe"), {
      control: { ...noControl, usage: () => [{ region: "us-east-1", plans: [plan] }] },
    });

    const gold = await fetch(`${url}/_palisade/usage?plan=gold`);
    const silver = await fetch(`${url}/_palisade/usage?plan=silver`);

    const regions = [{ region: "us-east-1", planId: "p1", quota: null, keys: [] }];
    assert.deepEqual(await gold.json(), { plan: "gold", regions });
    assert.equal(silver.status, 404);
  });

  it("lets no page of its own origin use them", async () => {
    const url = await edge.start();

    for (const site of ["same-origin", "same-site", "cross-site"]) {
      const headers = { "sec-fetch-site": site };
      const response = await fetch(`${url}/_palisade/status`, { headers });
      assert.equal(response.status, 403, site);
    }
    const typed = { headers: { "sec-fetch-site": "none" } };
    assert.equal((await fetch(`${url}/_palisade/status`, typed)).status, 200);
  });

  it("stops and starts a private service by its short or full name", async () => {
    const calls: string[] = [];
    const url = await edge.start(named("america"), named("europe"), {
      control: {
        ...noControl,
        services: () => ["local-orders", "local-catalog"],
        stopService: async (region, service) => void calls.push(`stop ${region} ${service}`),
        startService: async (region, service) => void calls.push(`start ${region} ${service}`),
      },
    });
    const change = (path: string) =>
      fetch(`${url}/_palisade/regions/us-east-1/services/${path}`, { method: "POST" });

    const responses = [await change("orders/stop"), await change("local-orders/start")];

    assert.deepEqual(calls, ["stop us-east-1 local-orders", "start us-east-1 local-orders"]);
    assert.ok(responses.every(({ status }) => status === 200));
    const unknown = await (await change("tea/stop")).text();
    assert.match(unknown, /Unknown service \\"tea\\". Use one of: local-orders, local-catalog/);
  });

  it("drains a region and takes it back, without a domain too", async () => {
    const url = await edge.start();
    const served: string[] = [];
    for (const action of ["drain", "undrain"]) {
      await fetch(`${url}/_palisade/regions/us-east-1/${action}`, { method: "POST" });
      served.push(await (await fetch(`${url}/x`)).text());
    }

    assert.deepEqual(served, ["europe GET /live/x", "america GET /live/x"]);
  });

  it("delays a region's requests", async () => {
    const url = await edge.start();
    await fetch(`${url}/_palisade/regions/us-east-1/slow?ms=50`, { method: "POST" });
    const from = performance.now();

    assert.equal(await (await fetch(`${url}/x`)).text(), "america GET /live/x");
    assert.ok(performance.now() - from >= 49);
  });

  for (const [path, method, status] of [
    ["regions/mars-north-1/stop", "POST", 404],
    ["regions/us-east-1/stop", "GET", 405],
    ["regions/us-east-1/drain", "GET", 405],
    ["regions/us-east-1/slow", "POST", 400],
    ["regions/us-east-1/slow?ms=-1", "POST", 400],
    ["regions/us-east-1/slow?ms=fast", "POST", 400],
    ["regions/us-east-1/services/orders/stop", "POST", 404],
    ["regions/us-east-1/services/orders", "POST", 404],
    ["regions/us-east-1/explode", "POST", 404],
    ["status", "POST", 405],
    ["anything", "GET", 404],
  ] as const) {
    it(`responds to ${method} ${path} with ${status} and a message`, async () => {
      const url = await edge.start();

      const response = await fetch(`${url}/_palisade/${path}`, { method });

      assert.equal(response.status, status);
      assert.match(await response.text(), /"message":".+"/);
    });
  }

  for (const headers of [
    { host: "attacker.example" },
    { origin: "http://attacker.example" },
    { origin: "http://127.0.0.1:1" },
    { origin: "null" },
  ]) {
    it(`refuses requests with ${JSON.stringify(headers)}`, async () => {
      const url = await edge.start();

      const status = await new Promise<number | undefined>((resolve) => {
        const target = `${url}/_palisade/regions/us-east-1/stop`;
        send(target, { method: "POST", headers }, (response) => {
          resolve(response.resume().statusCode);
        }).end();
      });

      assert.equal(status, 403);
    });
  }

  it("reports unexpected errors only to the operator", async () => {
    const errors: unknown[] = [];
    const error = new Error("ENOENT: no such file, open '/home/me/secret'");
    const url = await edge.start(named("america"), named("europe"), {
      control: { ...noControl, start: () => Promise.reject(error) },
      reportError: (reported) => errors.push(reported),
    });
    await fetch(`${url}/_palisade/regions/us-east-1/stop`, { method: "POST" });

    const response = await fetch(`${url}/_palisade/regions/us-east-1/start`, { method: "POST" });

    assert.equal(response.status, 500);
    assert.deepEqual(await response.json(), {
      message: "Internal server error. See the terminal for the reason.",
    });
    assert.deepEqual(errors, [error]);
  });
});
