import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { cognitoComponents, lambda } from "../../local/gateway/testing/gateway.ts";
import { type LocalServers, type ServerName, startLocalServers } from "./localServers.ts";

/** A refusal that is sent before its request's body has arrived. */
interface Refusal {
  readonly server: ServerName;
  readonly line: string;
  readonly headers?: string;
  readonly status: number;
}

const json = "Content-Type: application/json\r\n";
const caller = `${json}X-User-Sub: ann\r\n`;
const signUp = "X-Amz-Target: AWSCognitoIdentityProviderService.SignUp\r\n";
const manyHeaders = "X-A: 1\r\n".repeat(2_600);

/** Refusals of a region, which are the same directly and through the edge. */
const ofRegion = (stage: string, server: "edge" | "gateway"): Refusal[] => [
  { server, line: `POST ${stage}/open`, status: 413 },
  { server, line: `POST ${stage}/nowhere`, status: 403 },
  { server, line: `POST ${stage}/guarded`, status: 401 },
  { server, line: `POST ${stage}/open?a={}`, status: 400 },
  { server, line: `POST ${stage}/${"x".repeat(10_300)}`, status: 414 },
  { server, line: `POST ${stage}/open`, headers: manyHeaders, status: 431 },
  { server, line: `POST ${stage}/guarded`, headers: "Expect: 100-continue\r\n", status: 401 },
  { server, line: `HEAD ${stage}/guarded`, status: 401 },
  { server, line: `POST ${stage}/open`, headers: "Host: b\r\n", status: 400 },
];

const refusals: Refusal[] = [
  ...ofRegion("/dev", "gateway"),
  { server: "gateway", line: "POST /prod/open", status: 403 },
  { server: "gateway", line: "POST /dev/open HTTP/3.0", status: 400 },
  ...ofRegion("", "edge"),
  { server: "edge", line: "POST /_palisade", status: 308 },
  { server: "edge", line: "POST /_palisade/", status: 404 },
  { server: "edge", line: "POST /_palisade/status", status: 405 },
  { server: "edge", line: "POST /_palisade/nothing", status: 404 },
  { server: "edge", line: "POST /_palisade/regions/nowhere/stop", status: 404 },
  { server: "edge", line: "POST /_palisade/status", headers: "Origin: http://b\r\n", status: 403 },
  { server: "edge", line: "POST open", status: 400 },
  { server: "edge without regions", line: "POST /open", status: 503 },
  { server: "edge without regions", line: "GET /open", status: 503 },
  { server: "service", line: "POST /nowhere", status: 404 },
  { server: "service", line: "DELETE /orders", status: 405 },
  { server: "service", line: "POST /orders", headers: json, status: 403 },
  { server: "service", line: "POST /orders", headers: caller, status: 413 },
  { server: "service", line: "POST /orders", headers: "X-User-Sub: ann\r\n", status: 415 },
  { server: "service", line: "HEAD /orders", headers: caller, status: 405 },
  { server: "front", line: "POST /", headers: signUp, status: 502 },
];

/** More than the limits of bodies and the buffers of sockets. */
const bodyBytes = 20 * 1024 * 1024;
const part = Buffer.alloc(256 * 1024, "x");
const chunk = Buffer.concat([Buffer.from("40000\r\n"), part, Buffer.from("\r\n")]);

type Body = "endless" | "held back" | "read late" | "read while sent";

interface Seen {
  readonly received: string;
  /** Whether the connection ended soon after the response. */
  readonly endedSoon: boolean;
  readonly error: Error | undefined;
}

/**
 * Sends a request with a large body, followed by another request.
 *
 * @param body - sent completely while the response is read, completely before it is read, without an
 *   end, or only its first byte
 */
async function refuse(port: number, { line, headers = "" }: Refusal, body: Body): Promise<Seen> {
  // Like sockets of Python and Java: the end of the received data does not end sending.
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  socket.setMaxListeners(0);
  let received = "";
  let endedSoon = true;
  let timer: NodeJS.Timeout | undefined;
  let error: Error | undefined;
  let over = false;
  socket.on("data", (data: Buffer) => {
    // A timer of this process, which has the servers as well: a busy machine delays all of them.
    timer ??= setTimeout(() => (endedSoon = false), 2_000);
    received += data.toString("latin1");
  });
  socket.on("error", (caught: Error) => (error ??= caught));
  const ended = new Promise<void>((resolve) => {
    socket.once("end", resolve);
    socket.once("close", () => resolve());
  });
  void ended.then(() => (over = true));

  const limit = setTimeout(() => socket.destroy(), 10_000);

  const framing =
    body === "endless" ? "Transfer-Encoding: chunked" : `Content-Length: ${bodyBytes}`;
  const version = / HTTP\//.test(line) ? "" : " HTTP/1.1";
  const head = `${line}${version}\r\nHost: localhost:${port}\r\n${headers}${framing}\r\n\r\n`;
  if (body === "read late") socket.pause();
  socket.write(head);

  const write = async (bytes: Buffer | string) => {
    if (!socket.write(bytes)) await Promise.race([once(socket, "drain"), ended]).catch(() => {});
  };
  if (body === "held back") {
    await write("x");
  } else if (body === "endless") {
    while (!over) await write(chunk);
  } else {
    for (let sent = 0; sent < bodyBytes && error === undefined; sent += part.length) {
      if (!socket.write(part)) {
        await new Promise<void>((resolve) => {
          socket.once("drain", resolve);
          socket.once("close", resolve);
        });
      }
    }
    await write("GET /after HTTP/1.1\r\nHost: a\r\n\r\n");
    socket.resume();
  }
  await ended;
  clearTimeout(timer);
  clearTimeout(limit);
  socket.destroy();
  return { received, endedSoon, error };
}

describe("a refusal before a body has arrived", function () {
  this.timeout(20_000);

  let servers: LocalServers;

  before(async () => {
    servers = await startLocalServers({
      paths: {
        "/open": { post: lambda() },
        "/guarded": {
          head: lambda({ security: [{ pool: [] }] }),
          post: lambda({ security: [{ pool: [] }] }),
        },
      },
      components: cognitoComponents(),
    });
  });
  after(async () => {
    await servers.close();
    assert.deepEqual([...servers.errors, ...servers.gateway.errors], []);
  });

  for (const refusal of refusals) {
    const { server, line, status, headers = "" } = refusal;
    const title = `${server}: ${line.slice(0, 40)} ${headers.slice(0, 40).split("\r")[0]} is ${status}`;
    for (const body of ["read while sent", "read late", "endless", "held back"] as const) {
      // These servers count the bytes of a body, so they wait for it.
      const waits =
        body === "held back" && (server === "front" || (line === "POST /orders" && status === 413));
      if (waits) continue;
      it(`${title}, with a body ${body}`, async () => {
        const seen = await refuse(servers.ports[server], refusal, body);

        const statuses = [...seen.received.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, code]) => code);
        assert.deepEqual(
          statuses.filter((code) => code !== "100"),
          [String(status)],
        );
        assert.match(seen.received, /^connection: close\r$/im);
        assert.ok(seen.endedSoon);
        assert.equal(seen.error, undefined);
      });
    }
  }

  it("keeps a connection open after a complete request", async () => {
    for (const server of ["gateway", "edge"] as const) {
      const socket = connect(servers.ports[server], "127.0.0.1");
      const get = "GET /nowhere HTTP/1.1\r\nHost: localhost\r\n";
      const post = "POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n";
      let received = "";
      socket.on("data", (data: Buffer) => (received += data.toString()));
      socket.write(`${get}\r\n${post}\r\nab${get}Connection: close\r\n\r\n`);
      await once(socket, "close");

      assert.equal(received.match(/HTTP\/1\.1 40[34] /g)?.length, 3, `${server}: ${received}`);
    }
  });
});
