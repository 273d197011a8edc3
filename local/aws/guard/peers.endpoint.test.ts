import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { ownAuthorization } from "../endpoint.ts";
import { Regions } from "./testing/globalTable.ts";

const [home, near] = ["us-east-1", "eu-west-1"] as const;

interface Message {
  readonly changes: readonly unknown[];
}

/** Another region's endpoint, which keeps what it receives. */
class Peer {
  readonly received: Message[] = [];
  readonly #server = createServer((request, response) => {
    void json(request).then((message) => {
      this.received.push(message as Message);
      response.end('{"refused": []}');
      this.#server.emit("received");
    });
  });

  async start(): Promise<string> {
    await once(this.#server.listen(0, "127.0.0.1"), "listening");
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Waits for this number of changes since the last call. @returns them by message */
  async changes(count: number): Promise<number[]> {
    const counts = () => this.received.map(({ changes }) => changes.length);
    const sum = () => counts().reduce((total, each) => total + each, 0);
    while (sum() < count) await once(this.#server, "received");
    const result = counts().filter((each) => each > 0);
    this.received.length = 0;
    return result;
  }

  closeIdleConnections(): void {
    this.#server.closeIdleConnections();
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

describe("writes that are sent to another region", function () {
  this.timeout(60_000);
  const regions = new Regions();
  const peer = new Peer();
  before(() => regions.start(home));
  after(async () => {
    await regions.close();
    peer.close();
  });

  it("are in messages of a few MB, and once, also after the connection was idle for too long", async () => {
    const table = await regions.createTable("large", [{ regionName: near }]);
    const [items, value] = [24, "x".repeat(390_000)];
    for (let id = 0; id < items; id++) await table.put(home, String(id), value);
    const body = JSON.stringify({ [near]: { url: await peer.start(), secret: "of the peer" } });
    const headers = ownAuthorization(regions.in(home));
    const path = `${regions.in(home).url}/_palisade/replication/peers`;
    await fetch(path, { method: "POST", headers, body });

    const atFirst = await peer.changes(items);
    peer.closeIdleConnections();
    await table.put(home, "later", "1");
    const afterIdling = await peer.changes(1);

    assert.deepEqual(atFirst, [11, 11, 2]);
    assert.deepEqual(afterIdling, [1]);
  });
});
