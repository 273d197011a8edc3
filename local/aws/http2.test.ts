import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { type ClientHttp2Session, connect as connectHttp2 } from "node:http2";
import { type AddressInfo, connect, type Socket } from "node:net";
import { buffer, text } from "node:stream/consumers";
import { acceptHttp2 } from "./http2.ts";

describe("a server that accepts HTTP/2 too", () => {
  let server: Server;
  let close: () => void;
  let url: string;
  const open: (ClientHttp2Session | Socket)[] = [];

  before(async () => {
    server = createServer((request, response) => {
      void buffer(request).then((body) => {
        const { method, url: path, httpVersion, headers } = request;
        const head = { method, path, httpVersion, host: headers.host, own: headers["x-own"] };
        response.writeHead(path === "/missing" ? 404 : 200, {
          "x-head": JSON.stringify(head),
          connection: "keep-alive",
          "set-cookie": ["a=1", "b=2"],
        });
        response.end(body);
      });
    });
    close = acceptHttp2(server);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    for (const connection of open) connection.destroy();
  });

  const session = () => {
    const opened = connectHttp2(url);
    open.push(opened);
    return opened.on("error", () => undefined);
  };
  const send = async (http2: ClientHttp2Session, headers: Record<string, string>, body: string) => {
    const options = { endStream: body === "" };
    const stream = http2.request({ ":method": "POST", ":path": "/a?b=c%20d", ...headers }, options);
    const responded = once(stream, "response") as Promise<[Record<string, string | string[]>]>;
    if (body) stream.end(body);
    const [[responseHeaders], received] = await Promise.all([responded, text(stream)]);
    return { headers: responseHeaders, received };
  };

  it("passes on requests and responses, several at once", async () => {
    const http2 = session();
    const bodies = ["", "short", "é".repeat(200_000)];

    const responses = await Promise.all(bodies.map((body) => send(http2, { "x-own": "1" }, body)));

    assert.deepEqual(
      responses.map(({ received }) => received),
      bodies,
    );
    const [{ headers }] = responses as [(typeof responses)[0]];
    assert.equal(headers[":status"], 200);
    assert.deepEqual(headers["set-cookie"], ["a=1", "b=2"]);
    assert.deepEqual(JSON.parse(String(headers["x-head"])), {
      method: "POST",
      path: "/a?b=c%20d",
      httpVersion: "1.1",
      host: new URL(url).host,
      own: "1",
    });
  });

  for (const method of ["GET", "HEAD", "DELETE", "OPTIONS", "POST", "PUT"]) {
    it(`passes on a body of ${method} as a body, not as another request`, async () => {
      const seen: string[] = [];
      const note = ({ method: received, url: path }: IncomingMessage) =>
        void seen.push(`${received} ${path}`);
      server.on("request", note);
      const http2 = session();

      const hidden = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";
      const { received } = await send(http2, { ":method": method, ":path": "/first" }, hidden);
      await send(http2, { ":path": "/second" }, "");

      server.off("request", note);
      assert.equal(received, method === "HEAD" ? "" : hidden);
      assert.deepEqual(seen, [`${method} /first`, "POST /second"]);
    });
  }

  it("passes on the name of the host, so that the server can refuse it", async () => {
    const { headers } = await send(session(), { ":authority": "evil.example" }, "");

    assert.equal((JSON.parse(String(headers["x-head"])) as { host: string }).host, "evil.example");
  });

  it("still serves HTTP/1.1", async () => {
    const response = await fetch(`${url}/missing`, { method: "POST", body: "text" });

    assert.equal(response.status, 404);
    assert.equal(await response.text(), "text");
  });

  it("closes connections that send nothing, as by HTTP/1.1", async () => {
    const { headersTimeout, requestTimeout } = server;
    Object.assign(server, { headersTimeout: 20, requestTimeout: 20 });
    const silent = connect(Number(new URL(url).port), "127.0.0.1");
    const http2 = session();
    open.push(silent);

    await Promise.all([once(silent, "close"), once(http2, "close")]);

    Object.assign(server, { headersTimeout, requestTimeout });
  });

  it("ends all connections when it is closed, also those that have sent nothing", async () => {
    const http2 = session();
    await send(http2, {}, "");
    const silent = connect(Number(new URL(url).port), "127.0.0.1");
    open.push(silent);
    await once(silent, "connect");
    await send(http2, {}, "");

    server.close();
    server.closeAllConnections();
    close();

    await Promise.all([once(server, "close"), once(http2, "close"), once(silent, "close")]);
  });
});
