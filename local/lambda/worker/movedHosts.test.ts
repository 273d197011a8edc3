import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { TestFunctions } from "../testing/functions.ts";

const keeping = `
  import http from "node:http";
  const agent = new http.Agent({ keepAlive: true });
  const url = "http://orders.internal/";
  const viaAgent = () => new Promise((resolve, reject) => {
    http.get(url, { agent }, async (response) => resolve(String((await response.toArray())[0])))
      .on("error", reject);
  });
  const viaFetch = async () => (await fetch(url)).text();
  export const handler = ({ way }) => way === "fetch" ? viaFetch() : viaAgent();
`;

describe("connections of a function to a service that is replaced", () => {
  const functions = new TestFunctions();
  afterEach(() => functions.removeAll());

  /** Responds with its name, to calls after the first two when it is told to. */
  async function serve(name: string, released: Promise<void>) {
    const sockets: Socket[] = [];
    let calls = 0;
    const server = createServer((_, response) => {
      calls += 1;
      void (calls > 2 ? released : Promise.resolve()).then(() => response.end(name));
    })
      .on("connection", (socket) => sockets.push(socket))
      .listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    return { server, sockets, hosts: { "orders.internal:80": { host: "127.0.0.1", port } } };
  }

  it("close when they are idle, and those with a call after it", async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    const old = await serve("old", released);
    const next = await serve("new", Promise.resolve());
    const runtime = await functions.create(keeping, { hosts: old.hosts });
    const before = [await runtime.call({ way: "fetch" }), await runtime.call({ way: "agent" })];
    const arrived = once(old.server, "request");
    const underWay = runtime.call({ way: "agent" });
    await arrived;

    let isMoved = false;
    const moved = runtime.setHosts(next.hosts).then(() => (isMoved = true));
    const after = [await runtime.call({ way: "fetch" }), await runtime.call({ way: "agent" })];
    const wasMoved = isMoved;
    release();
    await moved;

    assert.deepEqual(
      [before, after],
      [
        ["old", "old"],
        ["new", "new"],
      ],
    );
    assert.equal(wasMoved, false, "a call is in progress");
    assert.equal(await underWay, "old");
    await Promise.all(old.sockets.map((socket) => socket.closed || once(socket, "close")));
    for (const { server } of [old, next]) server.close().closeAllConnections();
  });
});
