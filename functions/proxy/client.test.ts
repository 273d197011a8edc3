import assert from "node:assert/strict";
import type { IncomingMessage } from "node:http";
import { createClient, type ClientOptions, readWhole } from "./client.ts";
import type { ServiceRequest } from "./request.ts";
import { startHttpService, startTcpService, type TestService } from "../testing/service.ts";

const get: ServiceRequest = { method: "GET", target: "/", headers: {}, body: null };
const post: ServiceRequest = {
  method: "POST",
  target: "/",
  headers: { "content-length": "2" },
  body: Buffer.from("hi"),
};
const noContent = "HTTP/1.1 204 No Content\r\n\r\n";

describe("createClient", () => {
  let service: TestService | undefined;

  afterEach(async () => {
    await service?.stop();
    service = undefined;
  });

  const clientOf = ({ url }: { url: URL }, options: Partial<ClientOptions> = {}) =>
    createClient(
      {
        serviceUrl: url,
        connectTimeoutMs: 2_000,
        totalTimeoutMs: 5_000,
        ...options,
      },
      readWhole(1_000_000),
    );

  it("sends the request as it stands and reads the answer", async () => {
    let received: IncomingMessage | undefined;
    service = await startHttpService((request, response) => {
      received = request;
      response.writeHead(404, ["Set-Cookie", "a=1", "Set-Cookie", "b=2"]);
      response.end("no such order");
    });

    const answer = await clientOf(service)({
      method: "OPTIONS",
      target: "/a//b?x=1&x=2",
      headers: { accept: ["text/html", "text/plain"] },
      body: null,
    });

    assert.equal(received!.method, "OPTIONS");
    assert.equal(received!.url, "/a//b?x=1&x=2");
    assert.equal(received!.headers.host, service.url.host);
    assert.deepEqual(received!.headersDistinct["accept"], ["text/html", "text/plain"]);
    assert.equal(answer.status, 404);
    assert.deepEqual(answer.rawHeaders.slice(0, 4), ["Set-Cookie", "a=1", "Set-Cookie", "b=2"]);
    assert.equal(answer.body.toString(), "no such order");
  });

  it("frames each request, sends repeated headers line by line and cookies as one", async () => {
    const received: string[] = [];
    service = await startTcpService((socket) => {
      socket.on("data", (bytes: Buffer) => {
        received.push(String(bytes));
        socket.write("HTTP/1.1 204 No Content\r\n\r\n");
      });
    });
    const send = clientOf(service);
    const headers = { a: ["1", "2"], cookie: ["b=1", "c=2"] };

    await send({ ...get, headers });
    await send({ ...get, method: "PATCH" });
    await send({ ...post, method: "DELETE" });

    const host = `host: ${service.url.host}\r\n`;
    const end = "Connection: keep-alive\r\n\r\n";
    assert.deepEqual(received, [
      `GET / HTTP/1.1\r\n${host}a: 1\r\na: 2\r\ncookie: b=1; c=2\r\n${end}`,
      `PATCH / HTTP/1.1\r\n${host}content-length: 0\r\n${end}`,
      `DELETE / HTTP/1.1\r\n${host}content-length: 2\r\n${end}hi`,
    ]);
  });

  it("sends headers whose names are numbers last: some servers read only so many", async () => {
    let received = "";
    service = await startTcpService((socket) => {
      socket.on("data", (bytes: Buffer) => {
        received += String(bytes);
        if (received.includes("\r\n\r\nhi")) socket.end("HTTP/1.1 204 No Content\r\n\r\n");
      });
    });
    const numbers = Array.from({ length: 2_100 }, (_, index) => [String(index), ["1"]] as const);

    await clientOf(service)({
      ...post,
      headers: { "x-user-sub": "u-1", ...Object.fromEntries(numbers), ...post.headers },
    });

    const [, ...names] = received.split("\r\n").map((line) => line.split(":")[0]);
    const firstNumber = names.indexOf("0");
    assert.ok(firstNumber > 0 && names.includes("2099"));
    for (const name of ["x-user-sub", "content-length", "host"]) {
      const position = names.indexOf(name);
      assert.ok(position >= 0 && position < firstNumber, name);
    }
  });

  for (const [what, headers] of [
    ["name", { "a b": "1" }],
    ["value", { a: "1\r\nb: 2" }],
  ] as const) {
    it(`sends nothing with a header whose ${what} is none`, async () => {
      let requests = 0;
      service = await startHttpService((_request, response) => {
        requests += 1;
        response.end();
      });

      await assert.rejects(clientOf(service)({ ...get, headers }), TypeError);

      assert.equal(requests, 0);
    });
  }

  it("stays with its service, whatever host the target names", async () => {
    let host: string | undefined;
    service = await startHttpService((request, response) => {
      host = request.headers.host;
      response.end();
    });

    await clientOf(service)({ ...get, target: "//evil.example/x" });

    assert.equal(host, service.url.host);
  });

  it("uses a connection again", async () => {
    const ports = new Set<number | undefined>();
    service = await startHttpService((request, response) => {
      ports.add(request.socket.remotePort);
      response.end("ok");
    });
    const send = clientOf(service);

    for (let i = 0; i < 3; i++) await send(get);

    assert.equal(ports.size, 1);
  });

  it("does not use a connection that was idle for longer than a load balancer keeps it", async () => {
    const ports = new Set<number | undefined>();
    service = await startHttpService((request, response) => {
      ports.add(request.socket.remotePort);
      response.end("ok");
    });
    const send = clientOf(service);
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

  it("calls a refused connection unreachable", async () => {
    const gone = await startTcpService(() => {});
    await gone.stop();

    await assert.rejects(clientOf(gone)(get), { kind: "unreachable", status: 503 });
  });

  it("calls an unknown name unreachable", async () => {
    const send = clientOf({ url: new URL("http://no-such-service.invalid") });

    await assert.rejects(send(get), { kind: "unreachable" });
  });

  it("calls a connection unreachable that is not there within the connect timeout", async () => {
    service = await startTcpService(() => {});
    // Without an answer to its TLS hello, a connection is never ready.
    const url = new URL(service.url.href.replace("http:", "https:"));

    await assert.rejects(clientOf({ url }, { connectTimeoutMs: 30 })(get), {
      kind: "unreachable",
      message: "no connection within 30 ms",
    });
  });

  it("gives up at the total timeout without an answer", async () => {
    service = await startHttpService(() => {});

    await assert.rejects(clientOf(service, { totalTimeoutMs: 30 })(get), {
      kind: "timeout",
      status: 504,
    });
  });

  it("gives up at the total timeout in the middle of an answer", async () => {
    service = await startHttpService((_request, response) => {
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
    it(`calls an answer broken that ends after ${what}`, async () => {
      service = await startTcpService((socket) => {
        socket.once("data", () => socket.end(bytes));
      });

      await assert.rejects(clientOf(service)(get), { kind: "brokenAnswer", status: 502 });
    });
  }

  it("does not read an answer that is too large to its end", async () => {
    service = await startHttpService((_request, response) => {
      const fill = () => {
        while (response.write(Buffer.alloc(65_536)));
      };
      response.on("drain", fill);
      fill();
    });

    await assert.rejects(clientOf(service)(get), { kind: "answerTooLarge", status: 502 });
  });

  describe("on a kept connection that the service closes", () => {
    /** Answers the first request of its first connection, and closes that on the second. */
    const startStaleService = async (farewell = "") => {
      const requests: number[] = [];
      service = await startTcpService((socket) => {
        const connection = requests.push(0) - 1;
        socket.on("data", () => {
          requests[connection]! += 1;
          if (connection === 0 && requests[0]! > 1) socket.end(farewell);
          else socket.write(noContent);
        });
      });
      return requests;
    };

    for (const method of ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]) {
      it(`repeats ${method} on a new one`, async () => {
        const requests = await startStaleService();
        const send = clientOf(service!);
        await send(get);

        const answer = await send({ ...get, method });

        assert.equal(answer.status, 204);
        assert.deepEqual(requests, [2, 1]);
      });
    }

    for (const method of ["POST", "PATCH"]) {
      it(`does not repeat ${method}, which may have been carried out`, async () => {
        const requests = await startStaleService();
        const send = clientOf(service!);
        await send(get);

        await assert.rejects(send({ ...post, method }), { kind: "staleConnection", status: 502 });

        assert.deepEqual(requests, [2]);
      });
    }

    it("does not repeat a request whose answer had begun", async () => {
      const requests = await startStaleService("HTTP/1.1 2");
      const send = clientOf(service!);
      await send(get);

      await assert.rejects(send(get), { kind: "brokenAnswer" });

      assert.deepEqual(requests, [2]);
    });
  });
});
