import assert from "node:assert/strict";
import dns from "node:dns";
import type { Socket } from "node:net";
import { testCall } from "../testing/proxyCall.ts";
import { startTcpService, stopServices } from "../testing/service.ts";
import { createClient } from "./client.ts";
import { readWhole } from "./receive.ts";

const response = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

describe("kept connections", () => {
  stopServices();

  /** A client, and the connections of its service with the requests on each. */
  async function observed(respond = (socket: Socket) => socket.write(response)) {
    const sockets: Socket[] = [];
    const requests: number[] = [];
    const service = await startTcpService((socket) => {
      const connection = sockets.push(socket) - 1;
      requests.push(0);
      socket.on("data", () => {
        requests[connection]! += 1;
        respond(socket);
      });
    });
    const client = createClient(
      { serviceUrl: service.url, connectTimeoutMs: 2_000 },
      readWhole(1_000),
    );
    const send = async (method: string) => {
      const request = { method, target: "/", headers: ["content-length", "0"], body: null };
      assert.equal((await client(request, testCall())).status, 200);
    };
    return { send, sockets, requests };
  }

  /** Runs `action` as if this much time had passed. */
  async function later(ms: number, action: () => Promise<void>) {
    const now = Date.now;
    Date.now = () => now() + ms;
    try {
      await action();
    } finally {
      Date.now = now;
    }
  }

  for (const [method, ms, isReused] of [
    ["GET", 0, true],
    ["POST", 0, true],
    ["GET", 10_000, true],
    ["POST", 3_000, true],
    ["POST", 5_000, false],
    ["PATCH", 5_000, false],
    ["GET", 51_000, false],
  ] as const) {
    it(`${isReused ? "carry" : "do not carry"} a ${method} after ${ms} ms`, async () => {
      const { send, requests } = await observed();

      await send(method);
      await later(ms, () => send(method));

      assert.deepEqual(requests, isReused ? [2] : [1, 1]);
    });
  }

  it("are replaced when they are old, however often they are used", async () => {
    const { send, requests } = await observed();

    for (let s = 0; s < 70; s += 10) await later(s * 1_000, () => send("GET"));

    assert.deepEqual(requests, [6, 1]);
  });

  for (const [what, interrupt] of [
    ["ends", (socket: Socket) => new Promise<void>((resolve) => socket.end(resolve))],
    ["resets", async (socket: Socket) => void socket.resetAndDestroy()],
    [
      "sends a response that nobody asked for on",
      (socket: Socket) => new Promise<unknown>((resolve) => socket.write(response, resolve)),
    ],
  ] as const) {
    it(`do not carry a POST if the service ${what} them while the function is frozen`, async () => {
      const { send, sockets, requests } = await observed();
      await send("POST");

      await interrupt(sockets[0]!);
      await later(1_000, () => send("POST"));

      assert.deepEqual(requests, [1, 1]);
    });
  }

  for (const [what, extra] of [
    ["garbage", "garbage"],
    ["a second response", response],
  ] as const) {
    it(`are not used again after ${what}`, async () => {
      const { send, requests } = await observed((socket) => socket.write(response + extra));

      await send("POST");
      await send("POST");

      assert.deepEqual(requests, [1, 1]);
    });
  }

  it("look the service's name up again when they are replaced", async () => {
    const service = await startTcpService((socket) => {
      socket.on("data", () => socket.write(response));
    });
    const asked: string[] = [];
    const { lookup } = dns;
    // Only the answer is not real: a name that leads to the service.
    dns.lookup = ((name: string, _options: unknown, callback: (...answer: unknown[]) => void) => {
      asked.push(name);
      setImmediate(callback, null, [{ address: "127.0.0.1", family: 4 }]);
    }) as typeof dns.lookup;
    try {
      const client = createClient(
        {
          serviceUrl: new URL(`http://orders.test:${service.url.port}`),
          connectTimeoutMs: 2_000,
        },
        readWhole(1_000),
      );
      const get = { method: "GET", target: "/", headers: [], body: null };
      const send = async () => assert.equal((await client(get, testCall())).status, 200);

      await send();
      await send();
      assert.deepEqual(asked, ["orders.test"]);

      await later(61_000, send);
      assert.deepEqual(asked, ["orders.test", "orders.test"]);
    } finally {
      dns.lookup = lookup;
    }
  });
});
