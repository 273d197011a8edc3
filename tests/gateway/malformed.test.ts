import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import {
  type Received,
  startBackend,
  type TestBackend,
} from "../../local/gateway/testing/backend.ts";
import { createModel, serve, type TestGateway } from "../../local/gateway/testing/gateway.ts";
import { sendBytes } from "../../local/gateway/testing/http.ts";
import { cases, chunked, head, post } from "./malformedCases.ts";

/** Sends an incomplete request and ends the connection. @returns everything received until it closes */
async function hangUp(port: number, bytes: string): Promise<string> {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  let received = "";
  socket.on("data", (chunk: Buffer) => (received += chunk.toString("latin1")));
  socket.on("error", () => undefined);
  socket.end(Buffer.from(bytes, "latin1"));
  await once(socket, "close");
  return received;
}

describe("malformed HTTP", function () {
  let backend: TestBackend;
  let gateway: TestGateway;

  before(async () => {
    backend = await startBackend();
    const proxy = (path: string) => ({
      "x-amazon-apigateway-any-method": {
        parameters: [{ name: "rest", in: "path", required: true }],
        "x-amazon-apigateway-integration": {
          type: "http_proxy",
          httpMethod: "ANY",
          uri: `${backend.url}${path}{rest}`,
          requestParameters: { "integration.request.path.rest": "method.request.path.rest" },
        },
      },
    });
    const document = { paths: { "/in/{rest+}": proxy("/") } };
    gateway = await serve(createModel(document, {}, { binaryMediaTypes: ["*/*"] }));
  });
  after(async () => {
    await gateway.abort();
    backend.close();
  });
  beforeEach(() => {
    backend.received.length = 0;
  });
  afterEach(async () => {
    assert.deepEqual(gateway.errors, []);
    // The next request is served, whatever was sent before.
    assert.equal((await fetch(`${gateway.url}/in/alive`)).status, 200);
  });

  const forwarded = () =>
    backend.received.map(({ method, url, body }: Received) =>
      body.length > 0 || method === "POST" ? [method, url, body.toString()] : [method, url],
    );
  const statuses = (received: string): number[] =>
    [...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

  for (const [group, rows] of Object.entries(cases)) {
    describe(group, () => {
      for (const [title, [bytes, expected]] of Object.entries(rows)) {
        it(`${title}: ${expected.responses.join() || "closed"}`, async () => {
          const received = await sendBytes(gateway.port, Buffer.from(bytes, "latin1"));

          assert.deepEqual(statuses(received), expected.responses, received);
          // Requests of one connection may be forwarded concurrently.
          assert.deepEqual(forwarded().sort(), [...(expected.forwarded ?? [])].sort());
        });
      }
    });
  }

  describe("a connection that is closed early", () => {
    for (const [title, bytes] of [
      ["within the request line", "GET /dev/in/x HT"],
      ["within the headers", `GET /dev/in/x HTTP/1.1\r\n${head}X-A: 1`],
      ["within a body of a length", post("Content-Length: 9\r\n", "half")],
      ["within a chunk", chunked("9\r\nhalf")],
      ["before the last chunk", chunked("4\r\nhalf\r\n")],
      ["within the trailers", chunked("4\r\nhalf\r\n0\r\nX-A: 1")],
    ] as const) {
      it(`${title}: nothing is forwarded`, async () => {
        const received = await hangUp(gateway.port, bytes);

        assert.ok(
          statuses(received).every((status) => status === 400),
          received,
        );
        assert.deepEqual(forwarded(), []);
      });
    }
  });

  it("headers that arrive byte by byte do not delay other requests", async () => {
    const socket = connect(gateway.port, "127.0.0.1");
    socket.on("error", () => undefined);
    await once(socket, "connect");
    for (const byte of `GET /dev/in/slow HTTP/1.1\r\n${head}`) socket.write(byte);
    await delay(10);

    assert.equal((await fetch(`${gateway.url}/in/other`)).status, 200);
    assert.deepEqual(forwarded(), [["GET", "/other"]]);

    socket.write("\r\n");
    const [response] = (await once(socket, "data")) as [Buffer];
    assert.deepEqual(statuses(response.toString()), [200]);
    assert.deepEqual(forwarded().at(-1), ["GET", "/slow"]);
    socket.destroy();
  });
});
