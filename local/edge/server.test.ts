import assert from "node:assert/strict";
import { request as send, type RequestListener } from "node:http";
import { connect } from "node:net";
import { named, stopServer, TestEdge } from "./testing/edge.ts";

/** Sends raw bytes and reads until the connection ends. */
function exchange(url: string, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1", () => socket.write(text));
    let received = "";
    socket.on("data", (data) => {
      received += String(data);
      if (/^HTTP\/1\.1 400 /.test(received)) socket.end();
    });
    socket.on("close", () => resolve(received));
  });
}

describe("the edge", () => {
  const edge = new TestEdge();
  const from = (region: string) => ({ headers: { "x-palisade-client-region": region } });

  it("leaves the limit of headers to the region", async () => {
    let count = 0;
    const url = await edge.start(({ rawHeaders }, response) => {
      count = rawHeaders.filter((name) => name.startsWith("x-h")).length;
      response.end();
    }, named("europe"));
    edge.servers[0]!.maxHeadersCount = 0;
    const headers = Object.fromEntries(Array.from({ length: 1_500 }, (_, n) => [`x-h${n}`, "1"]));

    const { status } = await fetch(url, { headers });

    assert.equal(status, 200);
    assert.equal(count, 1_500);
  });

  it("keeps idle connections as long as API Gateway does", async () => {
    // With Node.js's five seconds, connections are reset if this process was busy for as long.
    const url = await edge.start();

    const { headers } = await fetch(url);

    assert.equal(headers.get("keep-alive"), "timeout=310");
  });

  it("sends a client to the nearest region, and names it", async () => {
    const url = await edge.start();

    const response = await fetch(`${url}/orders?a=1&a=%202`, from("eu-central-1"));

    assert.equal(await response.text(), "europe GET /live/orders?a=1&a=%202");
    assert.equal(response.headers.get("x-palisade-region"), "eu-west-1");
  });

  it("passes on all headers, even the body's length after 2,500 others", async () => {
    const url = await edge.start((request, response) => {
      request.resume().once("end", () => response.end(request.headers["content-length"]));
    }, named("europe"));
    edge.servers[0]!.maxHeadersCount = 0;
    const headers = "a:1\r\n".repeat(2_500);
    const body = "GET /smuggled HTTP/1.1\r\nHost: b\r\n\r\n";

    const received = await exchange(
      url,
      `POST / HTTP/1.1\r\nHost: a\r\n${headers}Content-Length: ${body.length}\r\n` +
        `Connection: close\r\n\r\n${body}`,
    );

    assert.match(received, new RegExp(`^HTTP/1.1 200 .*\\b${body.length}$`, "s"));
  });

  it("does not let a region change its name", async () => {
    const url = await edge.start((_, response) => {
      response.setHeader("x-palisade-region", "elsewhere").end();
    }, named("europe"));

    const response = await fetch(url);

    assert.equal(response.headers.get("x-palisade-region"), "us-east-1");
  });

  it("sends any request to the next region if the nearest is down", async () => {
    const url = await edge.start();
    await stopServer(edge.servers[0]!);

    const response = await fetch(`${url}/orders`, { method: "POST", body: "order" });

    assert.equal(await response.text(), "europe POST /live/orders");
  });

  it("repeats a lost GET in the next region", async () => {
    const url = await edge.start((request) => request.socket.destroy(), named("europe"));

    const response = await fetch(`${url}/orders`);

    assert.equal(await response.text(), "europe GET /live/orders");
  });

  for (const method of ["GET", "HEAD", "OPTIONS"]) {
    it(`does not repeat a lost ${method} whose method is overridden`, async () => {
      const url = await edge.start((request) => request.socket.destroy(), named("europe"));
      const headers = { "X-Http-Method-OVERRIDE": "POST" };

      const response = await fetch(`${url}/orders`, { method, headers });

      assert.equal(response.status, 502);
    });
  }

  it("does not repeat a lost POST, which may have been carried out", async () => {
    const url = await edge.start((request) => request.socket.destroy(), named("europe"));

    const response = await fetch(`${url}/orders`, { method: "POST", body: "order" });

    assert.equal(response.status, 502);
    assert.deepEqual(await response.json(), { message: "Bad Gateway" });
  });

  it("sends nothing to a stopped region, whose port another program may use", async () => {
    let requests = 0;
    const count: RequestListener = (_request, response) => {
      requests += 1;
      response.end();
    };
    const url = await edge.start(count, count);

    for (const region of ["us-east-1", "eu-west-1"]) {
      await fetch(`${url}/_palisade/regions/${region}/stop`, { method: "POST" });
    }
    const { status } = await fetch(url);

    assert.deepEqual([status, requests], [503, 0]);
  });

  it("responds 503 if every region is down", async () => {
    const url = await edge.start();
    await Promise.all(edge.servers.map(stopServer));

    const response = await fetch(url);

    assert.equal(response.status, 503);
    assert.deepEqual(await response.json(), { message: "No healthy region" });
  });

  it("detects by itself that a region has become unhealthy", async () => {
    let sick = false;
    let url = "";
    const checked = new Promise<void>((resolve) => {
      let checks = 0;
      const america: RequestListener = (request, response) => {
        if (sick && request.url === "/live/health" && ++checks > 3) resolve();
        response.writeHead(sick ? 503 : 200).end("america");
      };
      void edge.start(america, named("europe"), { speed: 1_500 }).then((started) => {
        url = started;
        sick = true;
      });
    });

    await checked;

    assert.equal(await (await fetch(`${url}/orders`)).text(), "europe GET /live/orders");
  });

  it("passes on a large body in both directions", async () => {
    const url = await edge.start(
      (request, response) => void request.pipe(response),
      named("europe"),
    );
    const body = Buffer.alloc(20 * 1024 * 1024, "palisade");

    const response = await fetch(url, { method: "POST", body });

    assert.ok(body.equals(Buffer.from(await response.arrayBuffer())));
  });

  it("keeps repeated headers and adds the client's address", async () => {
    let seen: string[] = [];
    const url = await edge.start((request, response) => {
      seen = request.rawHeaders;
      response.writeHead(200, ["Set-Cookie", "a=1", "Set-Cookie", "b=2"]).end();
    }, named("europe"));

    const response = await new Promise<{ headers: NodeJS.Dict<string | string[]> }>((resolve) => {
      const options = {
        headers: ["Host", "a", "X-A", "1", "X-A", "2", "X-Forwarded-For", "192.0.2.1"],
      };
      send(url, options, (response) => resolve(response.resume())).end();
    });

    assert.deepEqual(response.headers["set-cookie"], ["a=1", "b=2"]);
    const line = seen.join(" ");
    assert.match(line, /X-A 1 X-A 2/);
    assert.match(line, /X-Forwarded-For 192\.0\.2\.1, 127\.0\.0\.1/);
  });

  it("serves 50 connections at once", async () => {
    const url = await edge.start();

    const responses = await Promise.all(Array.from({ length: 50 }, () => fetch(`${url}/x`)));

    assert.ok(responses.every(({ status }) => status === 200));
  });

  it("passes on the path unchanged", async () => {
    const url = await edge.start();
    const path = "/a/../b/%2e%2e//c?q=%20'<>";

    const text = await new Promise<string>((resolve) => {
      send({ port: new URL(url).port, path }, (response) => {
        response.on("data", (data) => resolve(String(data)));
      }).end();
    });

    assert.equal(text, `america GET /live${path}`);
  });

  describe("does not forward ambiguous requests:", () => {
    const chunked = "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    for (const [name, text] of [
      ["two lengths", `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n${chunked}`],
      [
        "two encodings",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
      ],
      ["two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"],
      ["another host's URL", "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n"],
    ] as const) {
      it(name, async () => {
        let requests = 0;
        const url = await edge.start((_, response) => {
          requests++;
          response.end();
        }, named("europe"));

        assert.match(await exchange(url, text), /^HTTP\/1\.1 400 /);
        assert.equal(requests, 0);
      });
    }

    it("a body whose length the connection header names", async () => {
      const seen: string[] = [];
      const url = await edge.start((request, response) => {
        seen.push(`${request.method} ${request.url}`);
        request.resume().on("end", () => response.end());
      }, named("europe"));
      const smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
      const text =
        `GET / HTTP/1.1\r\nHost: a\r\nConnection: content-length, close\r\n` +
        `Content-Length: ${smuggled.length}\r\n\r\n${smuggled}`;

      await exchange(url, text);
      await fetch(`${url}/next`);

      assert.deepEqual(seen, ["GET /live/", "GET /live/next"]);
    });
  });
});
