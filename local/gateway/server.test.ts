import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { InvokeResult } from "../lambda/contract.ts";
import {
  createModel,
  lambda,
  serve,
  type FunctionResponse,
  type TestGateway,
} from "./testing/gateway.ts";
import { send, sendBytes } from "./testing/http.ts";

const api = createModel({ paths: { "/{proxy+}": { "x-amazon-apigateway-any-method": lambda() } } });

/** A function that responds on command and reports its calls. */
function createGate(): { response: FunctionResponse; called: Promise<void>; open: () => void } {
  let open = () => {};
  let call = () => {};
  const called = new Promise<void>((resolve) => (call = resolve));
  const opened = new Promise<InvokeResult>((resolve) => {
    open = () => resolve({ payload: '{"body":"late"}' });
  });
  const response = () => {
    call();
    return opened;
  };
  return { response, called, open };
}

async function openSocket(port: number, bytes: string): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  await once(socket, "connect");
  socket.write(bytes);
  return socket;
}

describe("a gateway's connections", () => {
  let gateway: TestGateway;

  before(async () => {
    gateway = await serve(api);
  });
  after(() => gateway.close({ graceMs: 1000 }));

  it("are accepted at a URL with the stage", async () => {
    const response = await fetch(`${gateway.url}/x`);

    assert.equal(gateway.url, `http://127.0.0.1:${gateway.port}/dev`);
    assert.equal(response.status, 200);
    await response.text();
  });

  const head = "Host: a\r\nConnection: close\r\n";
  const malformed: [title: string, bytes: string, status: number][] = [
    ["a request that is not HTTP", "nonsense\r\n\r\n", 400],
    ["no Host", "GET /dev/x HTTP/1.1\r\n\r\n", 400],
    [
      "two lengths",
      `POST /dev/x HTTP/1.1\r\n${head}Content-Length: 1\r\nContent-Length: 1\r\n\r\na`,
      400,
    ],
    [
      "a length and chunks",
      `POST /dev/x HTTP/1.1\r\n${head}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    [
      "an unknown transfer encoding",
      `POST /dev/x HTTP/1.1\r\n${head}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    ["a space before a colon", `GET /dev/x HTTP/1.1\r\n${head}X-A : 1\r\n\r\n`, 400],
    ["a folded header", `GET /dev/x HTTP/1.1\r\n${head}X-A: 1\r\n 2\r\n\r\n`, 400],
    ["bare line feeds", "GET /dev/x HTTP/1.1\nHost: a\n\n", 400],
    ["headers over 20 KB", `GET /dev/x HTTP/1.1\r\n${head}X-A: ${"x".repeat(20_480)}\r\n\r\n`, 431],
    ["another expectation", `GET /dev/x HTTP/1.1\r\n${head}Expect: magic\r\n\r\n`, 417],
  ];
  for (const [title, bytes, status] of malformed) {
    it(`are refused with ${status} for ${title}`, async () => {
      const received = await sendBytes(gateway.port, bytes);

      assert.match(received, new RegExp(`^HTTP/1.1 ${status} `));
      assert.deepEqual(gateway.errors, []);
    });
  }

  it("are closed for CONNECT", async () => {
    const received = await sendBytes(gateway.port, "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n");

    assert.equal(received, "");
  });

  it("are never upgraded", async () => {
    const upgrade = "Connection: close, upgrade\r\nUpgrade: websocket\r\n";

    const received = await sendBytes(
      gateway.port,
      `GET /dev/x HTTP/1.1\r\nHost: a\r\n${upgrade}\r\n`,
    );

    assert.match(received, /^HTTP\/1.1 200 /);
  });

  it("receive 100 Continue from the gateway", async () => {
    const request = `POST /dev/x HTTP/1.1\r\n${head}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}`;

    const received = await sendBytes(gateway.port, request);

    assert.match(received, /^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 /);
  });

  it("accept bodies of at most 10 MB, by length or in chunks", async () => {
    const big = createModel({
      paths: {
        "/big": {
          post: {
            "x-amazon-apigateway-integration": {
              type: "mock",
              requestTemplates: { "application/json": '{"statusCode":200}' },
              responses: { default: { statusCode: "200" } },
            },
          },
        },
      },
    });
    const bigGateway = await serve(big);
    const post = async (bytes: number, headers: string[] = []) =>
      send(bigGateway.port, "/dev/big", {
        method: "POST",
        headers,
        body: Buffer.alloc(bytes, "x"),
      });
    const chunked = ["Transfer-Encoding", "chunked"];
    const limit = 10_485_760;

    assert.equal((await post(limit)).status, 200);
    assert.equal((await post(limit, chunked)).status, 200);
    assert.equal((await post(limit + 1)).status, 413);
    const refused = await post(limit + 1, chunked);
    assert.equal(refused.status, 413);
    assert.equal(refused.text, "HTTP content length exceeded 10485760 bytes.");
    await bigGateway.close({ graceMs: 1000 });
  });

  it("are closed when invalid HTTP follows a pending request", async () => {
    const gate = createGate();
    const slow = await serve(api, gate.response);

    const received = await sendBytes(
      slow.port,
      `GET /dev/x HTTP/1.1\r\nHost: a\r\n\r\nnonsense\r\n\r\n`,
    );

    assert.equal(received, "");
    gate.open();
    await slow.close({ graceMs: 1000 });
  });

  it("may be closed within a body", async () => {
    const socket = await openSocket(
      gateway.port,
      "POST /dev/x HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf",
    );
    socket.end();
    await once(socket.resume(), "close");

    assert.equal((await fetch(`${gateway.url}/x`)).status, 200);
    assert.deepEqual(gateway.errors, []);
  });

  it("may be closed before the function responds", async () => {
    const gate = createGate();
    const slow = await serve(api, gate.response);
    const socket = await openSocket(slow.port, "GET /dev/x HTTP/1.1\r\nHost: a\r\n\r\n");
    await gate.called;

    socket.destroy();
    gate.open();
    await slow.close({ graceMs: 1000 });

    assert.deepEqual(slow.errors, []);
    assert.equal(slow.inFlight, 0);
  });
});

describe("a gateway", () => {
  it("counts its responses", async () => {
    let outputs: object[] = [{}, { statusCode: 404 }, { statusCode: 599 }, { unknown: 1 }];
    const gateway = await serve(api, async () => {
      const [output, ...rest] = outputs;
      outputs = rest;
      return { payload: JSON.stringify(output) };
    });

    for (let request = 0; request < 4; request += 1) {
      await send(gateway.port, "/dev/x");
    }

    assert.deepEqual(gateway.counters, { Count: 4, "4XXError": 1, "5XXError": 2 });
    await gateway.close({ graceMs: 1000 });
  });

  it("responds with 500 to unexpected errors, and reports them to the operator", async () => {
    const gateway = await serve(api, () => Promise.reject(new TypeError("a bug")));

    const response = await send(gateway.port, "/dev/x");

    assert.equal(response.status, 500);
    assert.equal(response.text, '{"message":"Internal server error"}');
    assert.match(String(gateway.errors[0]), /a bug/);
    await gateway.close({ graceMs: 1000 });
  });

  it("finishes requests in flight when it closes, and accepts no new ones", async () => {
    const gate = createGate();
    const gateway = await serve(api, gate.response);
    const { port } = gateway;
    const pending = fetch(`${gateway.url}/x`);
    await gate.called;

    const closed = gateway.close({ graceMs: 10_000 });
    await assert.rejects(send(port, "/dev/x"), { code: "ECONNREFUSED" });
    gate.open();
    const response = await pending;

    assert.equal(await response.text(), "late");
    assert.equal(response.headers.get("connection"), "close");
    await closed;
  });

  it("waits at most the grace time, and can be closed twice", async () => {
    const gateway = await serve(api, () => new Promise(() => undefined));
    const pending = send(gateway.port, "/dev/x");
    const broken = assert.rejects(pending, { code: "ECONNRESET" });
    while (gateway.inFlight === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }

    await Promise.all([gateway.close({ graceMs: 1 }), gateway.close({ graceMs: 1 })]);

    await broken;
  });

  it("closes idle connections at once", async () => {
    const gateway = await serve(api);
    const socket = await openSocket(gateway.port, "GET /dev/x HTTP/1.1\r\nHost: a\r\n\r\n");
    await once(socket, "data");

    const ended = once(socket, "end");
    await gateway.close({ graceMs: 60_000 });

    await ended;
  });

  it("closes every connection at once in an outage", async () => {
    const gate = createGate();
    const gateway = await serve(api, gate.response);
    const { port } = gateway;
    const broken = assert.rejects(send(port, "/dev/x"), { code: "ECONNRESET" });
    await gate.called;

    await gateway.abort();

    await broken;
    await assert.rejects(send(port, "/dev/x"), { code: "ECONNREFUSED" });
    gate.open();
  });

  it("fails when its port is in use", async () => {
    const gateway = await serve(api);

    await assert.rejects(serve(api, {}, { port: gateway.port }), { code: "EADDRINUSE" });

    await gateway.close({ graceMs: 1000 });
  });
});
