import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { checkHealth, type HealthChecks } from "./health.ts";

/** A region's health route that answers with these, one after the other, and the last one on and on. */
class Region {
  readonly server: Server;
  answers = 0;
  onAnswer: () => void = () => {};

  constructor(...statuses: number[]) {
    this.server = createServer((_, response) => {
      response.writeHead(statuses[Math.min(this.answers, statuses.length - 1)]!).end("health");
      this.answers += 1;
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

  /** An address with the region that answers there. */
  async function answering(...statuses: number[]) {
    region = new Region(...statuses);
    return { region, healthUrl: await region.start() };
  }

  const check = (checks: Partial<HealthChecks>) =>
    checkHealth({
      healthUrl: undefined,
      ringingAlarms: async () => [],
      watchMs: 0,
      signal: new AbortController().signal,
      timeoutMs: 5_000,
      intervalMs: 1,
      ...checks,
    });

  it("waits for a region that does not work yet", async () => {
    const { region, healthUrl } = await answering(502, 403, 200);

    await check({ healthUrl });

    assert.equal(region.answers, 3);
  });

  it("gives up on a region that does not begin to work, with its last answer", async () => {
    const { region, healthUrl } = await answering(503);

    await assert.rejects(check({ healthUrl, timeoutMs: 50 }), {
      name: "UnhealthyError",
      message: `${healthUrl} answers 503`,
    });
    assert.ok(region.answers > 1, `${region.answers} answers`);
  });

  it("gives up on a region that does not answer", async () => {
    const { region, healthUrl } = await answering(200);
    await region.stop();

    await assert.rejects(check({ healthUrl, timeoutMs: 0 }), {
      name: "UnhealthyError",
      message: /does not answer: connect ECONNREFUSED/,
    });
  });

  it("sees a region that stops working while it is watched", async () => {
    const { region, healthUrl } = await answering(200, 200, 500);

    await assert.rejects(check({ healthUrl, watchMs: 60_000 }), {
      message: `${healthUrl} answers 500`,
    });
    assert.equal(region.answers, 5);
  });

  it("forgives a bad answer or two among good ones", async () => {
    const { region, healthUrl } = await answering(200, 500, 500, 200);

    await check({ healthUrl, watchMs: 1 });

    assert.equal(region.answers, 4);
  });

  it("watches for as long as it is told", async () => {
    const { region, healthUrl } = await answering(200);
    const startedAt = performance.now();

    await check({ healthUrl, watchMs: 60, intervalMs: 10 });

    assert.ok(performance.now() - startedAt >= 60);
    assert.ok(region.answers > 2, `${region.answers} answers`);
  });

  it("names the alarms that ring, at once or later", async () => {
    const later = [[], [], ["prod-errors", "prod-latency"]];

    await assert.rejects(check({ ringingAlarms: async () => ["prod-errors"] }), {
      name: "UnhealthyError",
      message: "in alarm: prod-errors",
    });
    await assert.rejects(check({ ringingAlarms: async () => later.shift()!, watchMs: 60_000 }), {
      message: "in alarm: prod-errors, prod-latency",
    });
  });

  it("fails where nobody tells which alarms ring", async () => {
    const denied = new Error("not authorized to perform cloudwatch:DescribeAlarms");

    await assert.rejects(check({ ringingAlarms: () => Promise.reject(denied) }), denied);
  });

  it("is cancelled while it waits for a region", async () => {
    const { region, healthUrl } = await answering(503);
    const cancelling = new AbortController();
    region.onAnswer = () => cancelling.abort();

    await assert.rejects(
      check({ healthUrl, signal: cancelling.signal, timeoutMs: 60_000, intervalMs: 60_000 }),
      { name: "UnhealthyError", message: "the check was cancelled" },
    );
  });

  it("is cancelled while it watches, also while it asks for alarms", async () => {
    const cancelling = new AbortController();
    const ringingAlarms = async () => {
      cancelling.abort();
      return [];
    };

    await assert.rejects(
      check({ ringingAlarms, signal: cancelling.signal, watchMs: 60_000, intervalMs: 60_000 }),
      { name: "UnhealthyError", message: "the check was cancelled" },
    );
  });
});
