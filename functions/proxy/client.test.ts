import assert from "node:assert/strict";
import type { IncomingMessage } from "node:http";
import type { AttemptOptions } from "./attempt.ts";
import { createClient } from "./client.ts";
import { readWhole } from "./receive.ts";
import type { ServiceRequest } from "./request.ts";
import { testCall } from "../testing/proxyCall.ts";
import { startHttpService, startTcpService, stopServices } from "../testing/service.ts";

const get: ServiceRequest = { method: "GET", target: "/", headers: [], body: null };
const post: ServiceRequest = {
  method: "POST",
  target: "/",
  headers: ["content-length", "2"],
  body: Buffer.from("hi"),
};
const noContent = "HTTP/1.1 204 No Content\r\n\r\n";

describe("createClient", () => {
  stopServices();

  /** Sends requests to a service, each in a call of its own. */
  const clientOf = (
    { url }: { url: URL },
    {
      totalTimeoutMs = 5_000,
      ...options
    }: Partial<AttemptOptions> & { totalTimeoutMs?: number } = {},
  ) => {
    const send = createClient(
      { serviceUrl: url, connectTimeoutMs: 2_000, ...options },
      readWhole(1_000_000),
    );
    return (request: ServiceRequest) => send(request, testCall(undefined, { totalTimeoutMs }));
  };

  it("sends the request unchanged and reads the response", async () => {
    let received: IncomingMessage | undefined;
    const service = await startHttpService((request, response) => {
      received = request;
      response.writeHead(404, ["Set-Cookie", "a=1", "Set-Cookie", "b=2"]);
      response.end("no such order");
    });

    const response = await clientOf(service)({
      method: "OPTIONS",
      target: "/a//b?x=1&x=2",
      headers: ["accept", "text/html", "accept", "text/plain"],
      body: null,
    });

    assert.equal(received!.method, "OPTIONS");
    assert.equal(received!.url, "/a//b?x=1&x=2");
    assert.equal(received!.headers.host, service.url.host);
    assert.deepEqual(received!.headersDistinct["accept"], ["text/html", "text/plain"]);
    assert.equal(response.status, 404);
    assert.deepEqual(response.rawHeaders.slice(0, 4), ["Set-Cookie", "a=1", "Set-Cookie", "b=2"]);
    assert.equal(response.body.toString(), "no such order");
  });

  it("frames each request and sends headers as they are", async () => {
    const received: string[] = [];
    const service = await startTcpService((socket) => {
      socket.on("data", (bytes: Buffer) => {
        received.push(String(bytes));
        socket.write(noContent);
      });
    });
    const send = clientOf(service);
    const headers = ["a", "1", "B", "x", "a", "2"];

    await send({ ...get, headers });
    await send({ ...get, method: "PATCH", headers: ["content-length", "0"] });
    await send({ ...post, method: "DELETE" });

    const host = `host: ${service.url.host}\r\n`;
    const end = "Connection: keep-alive\r\n\r\n";
    assert.deepEqual(received, [
      `GET / HTTP/1.1\r\n${host}a: 1\r\nB: x\r\na: 2\r\n${end}`,
      `PATCH / HTTP/1.1\r\n${host}content-length: 0\r\n${end}`,
      `DELETE / HTTP/1.1\r\n${host}content-length: 2\r\n${end}hi`,
    ]);
  });

  for (const [what, headers] of [
    ["name", ["a b", "1"]],
    ["value", ["a", "1\r\nb: 2"]],
  ] as const) {
    it(`sends nothing when a header's ${what} is not valid`, async () => {
      let requests = 0;
      const service = await startHttpService((_request, response) => {
        requests += 1;
        response.end();
      });

      await assert.rejects(clientOf(service)({ ...get, headers: [...headers] }), TypeError);

      assert.equal(requests, 0);
    });
  }

  it("calls its own service, whatever host the target names", async () => {
    let host: string | undefined;
    const service = await startHttpService((request, response) => {
      host = request.headers.host;
      response.end();
    });

    await clientOf(service)({ ...get, target: "//evil.example/x" });

    assert.equal(host, service.url.host);
  });

  /** A client, and the ports from which its service receives requests. */
  async function observed() {
    const ports = new Set<number | undefined>();
    const service = await startHttpService((request, response) => {
      ports.add(request.socket.remotePort);
      response.end("ok");
    });
    return { send: clientOf(service), ports };
  }

  it("reuses a connection", async () => {
    const { send, ports } = await observed();

    for (let i = 0; i < 3; i++) await send(get);

    assert.equal(ports.size, 1);
  });

  it("does not reuse a connection that was idle longer than a load balancer keeps it", async () => {
    const { send, ports } = await observed();
    const now = Date.now;

    await send(post);
    Date.now = () => now() + 51_000;
    try {
      await send(post);
    } finally {
      Date.now = now;
    }

    assert.equal(ports.size, 2);
  });

  it("reports a refused connection as unreachable", async () => {
    const gone = await startTcpService(() => {});
    await gone.stop();

    await assert.rejects(clientOf(gone)(get), { kind: "unreachable", status: 503 });
  });

  it("reports an unknown name as unreachable", async () => {
    const send = clientOf({ url: new URL("http://no-such-service.invalid") });

    await assert.rejects(send(get), { kind: "unreachable" });
  });

  it("reports the connect timeout as unreachable", async () => {
    const service = await startTcpService(() => {});
    // Without a response to its TLS hello, a connection is never ready.
    const url = new URL(service.url.href.replace("http:", "https:"));

    await assert.rejects(clientOf({ url }, { connectTimeoutMs: 30 })(get), {
      kind: "unreachable",
      message: "no connection within 30 ms",
    });
  });

  it("fails at the total timeout without a response", async () => {
    const service = await startHttpService(() => {});

    await assert.rejects(clientOf(service, { totalTimeoutMs: 30 })(get), {
      kind: "timeout",
      status: 504,
    });
  });

  it("fails at the total timeout in the middle of a response", async () => {
    const service = await startHttpService((_request, response) => {
      response.write("first part");
    });

    await assert.rejects(clientOf(service, { totalTimeoutMs: 100 })(get), { kind: "timeout" });
  });

  for (const [what, bytes] of [
    ["nothing", ""],
    ["half a head", "HTTP/1.1 200 OK\r\nConte"],
    ["half a body", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"],
    ["half a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\nhalf"],
    ["something that is not HTTP", "SSH-2.0-OpenSSH_9.6\r\n"],
    [
      "a protocol nobody asked for",
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n",
    ],
  ] as const) {
    it(`reports a response that ends after ${what} as broken`, async () => {
      const service = await startTcpService((socket) => {
        socket.once("data", () => socket.end(bytes));
      });

      await assert.rejects(clientOf(service)(get), { kind: "brokenResponse", status: 502 });
    });
  }

  it("stops reading a response that is too large", async () => {
    const service = await startHttpService((_request, response) => {
      const fill = () => {
        while (response.write(Buffer.alloc(65_536)));
      };
      response.on("drain", fill);
      fill();
    });

    await assert.rejects(clientOf(service)(get), { kind: "responseTooLarge", status: 502 });
  });

  describe("on a kept connection that the service closes", () => {
    /** A client of a service that closes its first connection on the second request, after one request. */
    const staleClient = async (farewell = "") => {
      const requests: number[] = [];
      const service = await startTcpService((socket) => {
        const connection = requests.push(0) - 1;
        socket.on("data", () => {
          requests[connection]! += 1;
          if (connection === 0 && requests[0]! > 1) socket.end(farewell);
          else socket.write(noContent);
        });
      });
      const send = clientOf(service);
      await send(get);
      return { send, requests };
    };

    for (const method of ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]) {
      it(`repeats ${method} on a new connection`, async () => {
        const { send, requests } = await staleClient();

        const response = await send({ ...get, method });

        assert.equal(response.status, 204);
        assert.deepEqual(requests, [2, 1]);
      });
    }

    for (const method of ["POST", "PATCH"]) {
      it(`does not repeat ${method}, which may have been carried out`, async () => {
        const { send, requests } = await staleClient();

        await assert.rejects(send({ ...post, method }), { kind: "staleConnection", status: 502 });

        assert.deepEqual(requests, [2]);
      });
    }

    it("does not repeat a request whose response has begun", async () => {
      const { send, requests } = await staleClient("HTTP/1.1 2");

      await assert.rejects(send(get), { kind: "brokenResponse" });

      assert.deepEqual(requests, [2]);
    });
  });
});
