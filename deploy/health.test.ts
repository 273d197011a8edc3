import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { checkHealth, type HealthChecks } from "./health.ts";

/** A region's health route that responds with these statuses in turn, and then repeats the last one. */
class Region {
  readonly server: Server;
  responses = 0;
  onAnswer: () => void = () => {};

  constructor(...statuses: number[]) {
    this.server = createServer((_, response) => {
      response.writeHead(statuses[Math.min(this.responses, statuses.length - 1)]!).end("health");
      this.responses += 1;
      this.onAnswer();
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/health`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

describe("checkHealth", () => {
  let region: Region | undefined;
  afterEach(async () => {
    await region?.stop();
    region = undefined;
  });

  /** An address and the region behind it. */
  async function responding(...statuses: number[]) {
    region = new Region(...statuses);
    return { region, healthUrl: await region.start() };
  }

  const check = (checks: Partial<HealthChecks>) =>
    checkHealth({
      healthUrl: undefined,
      firingAlarms: async () => ({ newly: [], still: [] }),
      watchMs: 0,
      recoveryMs: 0,
      signal: new AbortController().signal,
      timeoutMs: 5_000,
      intervalMs: 1,
      ...checks,
    });

  it("waits for a region that is not healthy yet", async () => {
    const { region, healthUrl } = await responding(502, 403, 200);

    await check({ healthUrl });

    assert.equal(region.responses, 3);
  });

  it("fails with the last response of a region that never becomes healthy", async () => {
    const { healthUrl } = await responding(503);

    await assert.rejects(check({ healthUrl, timeoutMs: 50 }), {
      name: "UnhealthyError",
      message: `${healthUrl} responded with 503`,
    });
  });

  it("fails for a region that does not respond", async () => {
    const { region, healthUrl } = await responding(200);
    await region.stop();

    await assert.rejects(check({ healthUrl, timeoutMs: 0 }), {
      name: "UnhealthyError",
      message: /did not respond: connect ECONNREFUSED/,
    });
  });

  it("fails for a region that stops working while it is watched", async () => {
    const { region, healthUrl } = await responding(200, 200, 500);

    await assert.rejects(check({ healthUrl, watchMs: 60_000 }), {
      message: `${healthUrl} responded with 500`,
    });
    assert.equal(region.responses, 5);
  });

  it("tolerates one or two bad responses between good ones", async () => {
    const { region, healthUrl } = await responding(200, 500, 500, 200);

    await check({ healthUrl, watchMs: 1 });

    assert.equal(region.responses, 4);
  });

  it("watches for the given time", async () => {
    const { region, healthUrl } = await responding(200);
    const startedAt = performance.now();

    await check({ healthUrl, watchMs: 60, intervalMs: 10 });

    assert.ok(performance.now() - startedAt >= 60);
    assert.ok(region.responses > 1, `${region.responses} responses`);
  });

  it("names the alarms that fire, at once or later", async () => {
    const later = [[], [], ["prod-errors", "prod-latency"]];

    await assert.rejects(
      check({ firingAlarms: async () => ({ newly: ["prod-errors"], still: [] }) }),
      { name: "UnhealthyError", message: "alarms fired: prod-errors" },
    );
    await assert.rejects(
      check({
        firingAlarms: async () => ({ newly: later.shift()!, still: [] }),
        watchMs: 60_000,
      }),
      { message: "alarms fired: prod-errors, prod-latency" },
    );
  });

  it("waits for alarms that fired before to stop", async () => {
    const states = [["prod-errors"], ["prod-errors"], []];

    await check({
      firingAlarms: async () => ({ newly: [], still: states.shift()! }),
      recoveryMs: 60_000,
    });

    assert.deepEqual(states, []);
  });

  it("fails if they do not stop in time", async () => {
    await assert.rejects(
      check({ firingAlarms: async () => ({ newly: [], still: ["prod-errors"] }), recoveryMs: 20 }),
      { name: "UnhealthyError", message: "alarms still fire: prod-errors" },
    );
  });

  it("fails if the alarms cannot be read", async () => {
    const denied = new Error("not authorized to perform cloudwatch:DescribeAlarms");

    await assert.rejects(check({ firingAlarms: () => Promise.reject(denied) }), denied);
  });

  it("can be cancelled while it waits for a region", async () => {
    const { region, healthUrl } = await responding(503);
    const cancelling = new AbortController();
    region.onAnswer = () => cancelling.abort();

    await assert.rejects(
      check({ healthUrl, signal: cancelling.signal, timeoutMs: 60_000, intervalMs: 60_000 }),
      { name: "UnhealthyError", message: "the check was cancelled" },
    );
  });

  it("can be cancelled while it watches, also while it reads alarms", async () => {
    const cancelling = new AbortController();
    const firingAlarms = async () => {
      cancelling.abort();
      return { newly: [], still: [] };
    };

    await assert.rejects(
      check({ firingAlarms, signal: cancelling.signal, watchMs: 60_000, intervalMs: 60_000 }),
      { name: "UnhealthyError", message: "the check was cancelled" },
    );
  });
});
