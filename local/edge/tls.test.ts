import assert from "node:assert/strict";
import { once } from "node:events";
import type { IncomingMessage, RequestListener } from "node:http";
import { type ClientHttp2Session, connect, type OutgoingHttpHeaders } from "node:http2";
import { get as getHttps } from "node:https";
import { text } from "node:stream/consumers";
import { selfSigned } from "../selfSigned.ts";
import { named, TestEdge } from "./testing/edge.ts";

const tls = selfSigned("edge", 1, ["localhost", "127.0.0.1"]);

describe("the edge over TLS", () => {
  const edge = new TestEdge();
  let session: ClientHttp2Session;

  const start = async (america: RequestListener) => {
    const url = await edge.start(america, named("europe"), { tls });
    session = connect(url, { ca: tls.certificate });
    return url;
  };
  afterEach(() => session.destroy());

  const send = async (headers: OutgoingHttpHeaders, body?: string) => {
    const stream = session.request(headers, { endStream: body === undefined });
    if (body !== undefined) stream.end(body);
    const [received] = (await once(stream, "response")) as [Record<string, string>];
    return { headers: received, body: await text(stream) };
  };

  it("serves HTTP/1.1 too", async () => {
    const url = await start(named("america"));

    const sent = getHttps(`${url}/x`, { ca: tls.certificate });
    const [response] = (await once(sent, "response")) as [IncomingMessage];

    assert.equal(response.httpVersion, "1.1");
    assert.equal(await text(response), "america GET /live/x");
  });

  it("passes on headers in both directions as over HTTP/1.1", async () => {
    let seen: string[] = [];
    const url = await start((request, response) => {
      seen = request.rawHeaders;
      const hop = ["Connection", "keep-alive, x-hop", "X-Hop", "1"];
      response.writeHead(200, "Fine", [...hop, "Set-Cookie", "a=1", "Set-Cookie", "b=2"]).end();
    });

    const { headers } = await send({ "x-a": ["1", "2"], cookie: ["a=1", "b=2"] });

    assert.equal(headers[":status"], 200);
    assert.deepEqual(headers["set-cookie"], ["a=1", "b=2"]);
    assert.deepEqual([headers["x-hop"], headers["connection"]], [undefined, undefined]);
    const line = seen.join(" ");
    assert.match(line, new RegExp(`^Host ${new URL(url).host} `));
    assert.match(line, / x-a 1 x-a 2 /);
    assert.match(line, / cookie a=1; b=2 /);
    assert.match(line, / X-Forwarded-For 127\.0\.0\.1/);
    assert.doesNotMatch(line, / :/);
  });

  const framing: RequestListener = (request, response) => {
    const { "content-length": length = "none", "transfer-encoding": coding = "none" } =
      request.headers;
    request.resume().once("end", () => response.end(`${length} ${coding}`));
  };
  for (const [what, headers, body, expected] of [
    ["a stated length", { ":method": "POST", "content-length": 5 }, "order", "5 none"],
    ["a length that is not stated", { ":method": "POST" }, "order", "none chunked"],
    ["no body of a POST", { ":method": "POST" }, undefined, "0 none"],
    ["no body of a GET", {}, undefined, "none none"],
  ] as const) {
    it(`passes on ${what}`, async () => {
      await start(framing);

      assert.equal((await send(headers, body)).body, expected);
    });
  }

  for (const [what, headers, respond] of [
    ["HEAD", { ":method": "HEAD" }, { status: 200, headers: { "content-length": "4" } }],
    ["204", {}, { status: 204 }],
    ["304", {}, { status: 304 }],
  ] as const) {
    it(`passes on a response without a body: ${what}`, async () => {
      await start((_, response) => {
        response.writeHead(respond.status, "headers" in respond ? respond.headers : {}).end();
      });

      const response = await send(headers);

      assert.equal(response.headers[":status"], respond.status);
      assert.equal(response.body, "");
      assert.equal(response.headers["content-length"], "headers" in respond ? "4" : undefined);
    });
  }

  it("ends the client's response if the region's ends early", async () => {
    await start((_, response) => {
      response.writeHead(200, { "content-length": 10 });
      response.write("half", () => response.destroy());
    });
    const stream = session.request({});

    await assert.rejects(text(stream), { code: "ERR_HTTP2_STREAM_ERROR" });
  });

  it("ends the region's request if the client cancels", async () => {
    let stream: ReturnType<ClientHttp2Session["request"]>;
    const closed = new Promise<void>((resolve) => {
      void start((request) => {
        request.once("close", resolve);
        stream.close();
      }).then(() => {
        stream = session.request({});
        stream.on("error", () => {});
      });
    });

    await closed;
  });

  it("passes on an early response while the body is still arriving", async () => {
    await start((_, response) => response.writeHead(413).end("too large"));
    const stream = session.request({ ":method": "POST" });
    stream.on("error", () => {});
    stream.write("begin");

    const [headers] = (await once(stream, "response")) as [Record<string, unknown>];

    assert.equal(headers[":status"], 413);
    stream.close();
  });

  it("sends any request to the next region if the nearest is down", async () => {
    await start(named("america"));
    await edge.stopRegion("us-east-1");

    const { body } = await send({ ":method": "POST", ":path": "/orders" }, "order");

    assert.equal(body, "europe POST /live/orders");
  });

  it("guards its own paths: only for names of this machine, and no pages", async () => {
    const url = await start(named("america"));
    const { host } = new URL(url);
    const status = async (headers: OutgoingHttpHeaders) =>
      (await send({ ":path": "/_palisade/status", ...headers })).headers[":status"];

    assert.equal(await status({}), 200);
    assert.equal(await status({ origin: `https://${host}` }), 403);
    assert.equal(await status({ ":authority": "attacker.example" }), 403);
  });

  it("does not forward a request with two hosts", async () => {
    await start(named("america"));

    const { headers } = await send({ ":authority": "localhost", host: "other.example" });

    assert.equal(headers[":status"], 400);
  });
});
