import assert from "node:assert/strict";
import { Agent, request } from "node:http";
import { WorldEdge } from "./testing/worldEdge.ts";

const four = { "us-east-1": {}, "eu-west-1": {}, "ap-southeast-2": {}, "sa-east-1": {} };
const clients = Object.keys(four);

interface Result {
  readonly method: string;
  readonly id: string;
  /** Undefined if the connection failed. */
  readonly status?: number;
}

describe("an outage under load", () => {
  const world = new WorldEdge();
  /** How often each request was carried out. */
  let executions: Map<string, number>;
  let agent: Agent;

  beforeEach(async () => {
    executions = new Map();
    agent = new Agent({ keepAlive: true, maxSockets: 40 });
    await world.start(four, () => (incoming, response) => {
      const id = incoming.url!.replace("/live", "");
      executions.set(id, (executions.get(id) ?? 0) + 1);
      // A little later, so that requests are under way when a region ends.
      incoming.resume().once("end", () => setImmediate(() => response.end("done")));
    });
  });
  afterEach(() => agent.destroy());

  const send = (n: number): Promise<Result> => {
    const method = n % 4 === 3 ? "POST" : "GET";
    const id = `/${n}`;
    const headers = { "x-palisade-client-region": clients[n % clients.length] };
    return new Promise((resolve) => {
      request(`${world.url}${id}`, { agent, method, headers }, (response) => {
        response.resume().once("close", () => {
          const { complete, statusCode } = response;
          resolve({ method, id, ...(complete && { status: statusCode! }) });
        });
      })
        .once("error", () => resolve({ method, id }))
        .end(method === "POST" ? "order" : undefined);
    });
  };

  /** Sends 400 requests over 40 connections, and calls a function after each response. */
  const load = async (after: (done: number) => void): Promise<Result[]> => {
    const results: Result[] = [];
    let next = 0;
    const client = async () => {
      while (next < 400) {
        results.push(await send(next++));
        after(results.length);
      }
    };
    await Promise.all(Array.from({ length: 40 }, client));
    return results;
  };

  for (const [what, killed] of [
    ["one of four regions", ["eu-west-1"]],
    ["two of four regions at once", ["eu-west-1", "us-east-1"]],
  ] as const) {
    it(`of ${what} fails no GET, and carries out no POST twice`, async () => {
      const results = await load((done) => {
        if (done === 100) killed.forEach((region) => world.kill(region));
      });

      const failed = results.filter(({ status }) => status !== 200);
      assert.deepEqual(
        failed.filter(({ method, status }) => method === "GET" || status !== 502),
        [],
      );
      // At most the POSTs that were under way.
      assert.ok(failed.length <= 40, String(failed.length));
      for (const { method, id, status } of results) {
        const count = executions.get(id) ?? 0;
        if (method === "POST")
          assert.ok(status === 200 ? count === 1 : count <= 1, `${id}: ${count}`);
        else assert.ok(count >= 1, id);
      }
      assert.ok((await world.status()).edge.failovers > 0);
    });
  }
});
