import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, get, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate } from "node:timers/promises";
import { Control, controlPrefix } from "./control.ts";
import { ControlError } from "./controlError.ts";
import { EventStream } from "./eventStream.ts";
import { Feed } from "./feed.ts";

describe("the control API", () => {
  let server: Server;
  let control: Control;
  let url: string;

  beforeEach(async () => {
    control = new Control();
    server = createServer((request, response) => void control.handle(request, response, "tools"));
    await once(server.listen(0, "127.0.0.1"), "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${controlPrefix}`;
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  const call = async (path: string, init?: RequestInit) => {
    const response = await fetch(`${url}${path}`, init);
    return { status: response.status, body: (await response.json()) as unknown };
  };

  it("gives endpoints their parameters, query and body", async () => {
    control.add([
      {
        method: "POST",
        path: "tables/{table}/items",
        handle: async (request) => ({
          table: request.param("table"),
          limit: request.integer("limit", { min: 1, max: 10, fallback: 5 }),
          item: await request.json(),
        }),
      },
    ]);
    const post = (path: string, type: string, body: string) =>
      call(path, { method: "POST", headers: { "content-type": type }, body });

    const path = "tables/a%2Fb/items";
    const type = "application/json; charset=utf-8";
    assert.deepEqual(await post(`${path}?limit=7`, type, `{"a":1}`), {
      status: 200,
      body: { table: "a/b", limit: 7, item: { a: 1 } },
    });
    const refusals = [
      await post(`${path}?limit=11`, type, "{}"),
      await post(`${path}?limit=`, type, "{}"),
      await post(path, "text/plain", "{}"),
      await post(path, type, "{"),
      await post(path, type, `"${"x".repeat(1_100_000)}"`),
      await post("tables/%ff/items", type, "{}"),
    ];
    assert.deepEqual(
      refusals.map(({ status }) => status),
      [400, 400, 415, 400, 413, 400],
    );
    assert.deepEqual(refusals[0]?.body, {
      message: 'The parameter ?limit= is "11". It must be a whole number from 1 to 10.',
    });
  });

  it("takes the earlier of two paths that match, and names what there is", async () => {
    const fail = () => {
      throw new ControlError(409, "It is busy.");
    };
    control.add([
      { method: "GET", path: "calls/busy", query: ["a", "b"], handle: fail },
      { method: "GET", path: "calls/{id}", handle: (request) => ({ id: request.param("id") }) },
      { method: "DELETE", path: "calls/{id}", handle: () => ({}) },
    ]);

    assert.deepEqual(await call("calls/busy"), { status: 409, body: { message: "It is busy." } });
    assert.deepEqual(await call("calls/7"), { status: 200, body: { id: "7" } });
    assert.deepEqual(await call("calls/7", { method: "PUT" }), {
      status: 405,
      body: { message: "Use GET, DELETE." },
    });
    assert.deepEqual(await call("calls/"), {
      status: 404,
      body: {
        message:
          "Unknown path. Use one that begins with endpoints, calls; GET endpoints lists all.",
      },
    });
    assert.deepEqual((await call("endpoints")).body, {
      endpoints: ["GET endpoints", "GET calls/busy?a=&b=", "GET calls/{id}", "DELETE calls/{id}"],
    });
    const again = { method: "GET", path: "calls/{id}", handle: () => ({}) } as const;
    assert.throws(() => control.add([again]), /two endpoints GET calls\/\{id\}/);
  });

  it("streams a feed's events until the client or the platform ends it", async () => {
    const feed = new Feed<{ text: string }>(2);
    let followers = 0;
    const stream = () =>
      new EventStream((send) => {
        followers++;
        const end = feed.follow((item) =>
          send(item, { name: "line", id: String(feed.items.length) }),
        );
        return () => {
          followers--;
          end();
        };
      });
    control.add([{ method: "GET", path: "lines", handle: stream }]);
    const [first, second] = [await openStream("lines"), await openStream("lines")];

    for (const text of ["one\n", "two", "three"]) feed.publish({ text });
    const read = await first.read(/three/);
    first.response.destroy();
    while (followers > 1) await setImmediate();
    control.close();
    await second.ended;

    assert.equal(first.response.headers["content-type"], "text/event-stream");
    assert.match(read, /^retry: 1000\n\nevent: line\nid: 1\ndata: \{"text":"one\\n"\}\n\n/);
    assert.deepEqual(feed.items, [{ text: "two" }, { text: "three" }]);
    assert.equal(followers, 0);
  });

  it("drops events of a client that does not read, and tells it how many", async () => {
    let send: ((text: string) => void) | undefined;
    const stream = new EventStream((sendEvent) => ((send = sendEvent), () => undefined));
    control.add([{ method: "GET", path: "lines", handle: () => stream }]);
    const client = await openStream("lines", true);

    // More than any socket's buffers and the limit.
    for (let count = 0; count < 400; count++) send!("x".repeat(100_000));
    const text = await client.read(/event: dropped\ndata: .*\n\n/);

    const received = text.match(/xxx\b/g)?.length ?? 0;
    const dropped = Number(/"count":(\d+)/.exec(text)?.[1]);
    assert.ok(dropped > 0);
    assert.equal(received + dropped, 400);
  });

  async function openStream(path: string, waits = false) {
    const [response] = (await once(get(`${url}${path}`), "response")) as [IncomingMessage];
    response.setEncoding("utf8").on("error", () => undefined);
    let text = "";
    const ended = once(response, "close");
    if (!waits) response.on("data", (chunk: string) => (text += chunk));
    const read = async (pattern: RegExp) => {
      if (waits) response.on("data", (chunk: string) => (text += chunk));
      while (!pattern.test(text)) await setImmediate();
      return text;
    };
    return { response, read, ended };
  }
});
