import assert from "node:assert/strict";
import { createServer, request as send, type RequestListener, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { ControlHandlers } from "./control.ts";
import { type Edge, type EdgeOptions, startEdge } from "./server.ts";

/** A stand-in for a region's gateway. */
async function startRegion(answer: RequestListener): Promise<{ server: Server; apiUrl: string }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/live` };
}

const stopServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

const named =
  (name: string): RequestListener =>
  (request, response) =>
    response.end(`${name} ${request.method} ${request.url}`);

/** Sends bytes as they are and reads until the connection ends. */
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

interface Region {
  api: string;
  state: string;
}

const noControl: ControlHandlers = {
  stop: async () => {},
  start: async () => {},
  messages: async () => [],
  usage: () => [],
};

describe("the edge", () => {
  let servers: Server[] = [];
  let edge: Edge | undefined;

  afterEach(async () => {
    await edge?.close({ graceMs: 0 });
    await Promise.all(servers.map(stopServer));
    servers = [];
  });

  async function start(
    america: RequestListener,
    europe: RequestListener,
    more: Partial<EdgeOptions> = {},
  ): Promise<string> {
    const regions = await Promise.all([startRegion(america), startRegion(europe)]);
    servers = regions.map(({ server }) => server);
    edge = await startEdge({
      port: 0,
      regions: [
        { name: "us-east-1", apiUrl: regions[0]!.apiUrl },
        { name: "eu-west-1", apiUrl: regions[1]!.apiUrl },
      ],
      control: noControl,
      healthIntervalMs: 60_000,
      ...more,
    });
    return edge.url;
  }

  const from = (region: string) => ({ headers: { "x-palisade-client-region": region } });

  it("leaves it to the region how many headers are too many", async () => {
    let count = 0;
    const region = await startRegion(({ rawHeaders }, response) => {
      count = rawHeaders.filter((name) => name.startsWith("x-h")).length;
      response.end();
    });
    region.server.maxHeadersCount = 0;
    servers.push(region.server);
    edge = await startEdge({
      port: 0,
      regions: [{ name: "us-east-1", apiUrl: region.apiUrl }],
      control: noControl,
    });
    const headers = Object.fromEntries(Array.from({ length: 1_500 }, (_, n) => [`x-h${n}`, "1"]));

    const { status } = await fetch(edge.url, { headers });

    assert.equal(status, 200);
    assert.equal(count, 1_500);
  });

  it("sends a client to the nearest region, and says which", async () => {
    const url = await start(named("america"), named("europe"));

    const response = await fetch(`${url}/orders?a=1&a=%202`, from("eu-central-1"));

    assert.equal(await response.text(), "europe GET /live/orders?a=1&a=%202");
    assert.equal(response.headers.get("x-palisade-region"), "eu-west-1");
  });

  it("passes every header on, the body's length behind 2,500 others included", async () => {
    const url = await start((request, response) => {
      request.resume().once("end", () => response.end(request.headers["content-length"]));
    }, named("europe"));
    servers[0]!.maxHeadersCount = 0;
    const headers = "a:1\r\n".repeat(2_500);
    const body = "GET /smuggled HTTP/1.1\r\nHost: b\r\n\r\n";

    const received = await exchange(
      url,
      `POST / HTTP/1.1\r\nHost: a\r\n${headers}Content-Length: ${body.length}\r\n` +
        `Connection: close\r\n\r\n${body}`,
    );

    assert.match(received, new RegExp(`^HTTP/1.1 200 .*\\b${body.length}$`, "s"));
  });

  it("tells nobody but the operator what went wrong", async () => {
    const errors: unknown[] = [];
    const error = new Error("ENOENT: no such file, open '/home/me/secret'");
    const url = await start(named("america"), named("europe"), {
      control: { ...noControl, start: () => Promise.reject(error) },
      reportError: (reported) => errors.push(reported),
    });
    await fetch(`${url}/_palisade/regions/us-east-1/stop`, { method: "POST" });

    const response = await fetch(`${url}/_palisade/regions/us-east-1/start`, { method: "POST" });

    assert.equal(response.status, 500);
    assert.deepEqual(await response.json(), {
      message: "Internal server error. The terminal says why.",
    });
    assert.deepEqual(errors, [error]);
  });

  it("does not let a backend say which region it is", async () => {
    const url = await start((_, response) => {
      response.setHeader("x-palisade-region", "elsewhere").end();
    }, named("europe"));

    const response = await fetch(url);

    assert.equal(response.headers.get("x-palisade-region"), "us-east-1");
  });

  it("sends any request on to the next region if the nearest is down", async () => {
    const url = await start(named("america"), named("europe"));
    await stopServer(servers[0]!);

    const response = await fetch(`${url}/orders`, { method: "POST", body: "order" });

    assert.equal(await response.text(), "europe POST /live/orders");
  });

  it("repeats a lost GET in the next region", async () => {
    const url = await start((request) => request.socket.destroy(), named("europe"));

    const response = await fetch(`${url}/orders`);

    assert.equal(await response.text(), "europe GET /live/orders");
  });

  for (const method of ["GET", "HEAD", "OPTIONS"]) {
    it(`does not repeat a lost ${method} whose method is overridden`, async () => {
      const url = await start((request) => request.socket.destroy(), named("europe"));
      const headers = { "X-Http-Method-OVERRIDE": "POST" };

      const response = await fetch(`${url}/orders`, { method, headers });

      assert.equal(response.status, 502);
    });
  }

  it("does not repeat a lost POST, which may have been done", async () => {
    const url = await start((request) => request.socket.destroy(), named("europe"));

    const response = await fetch(`${url}/orders`, { method: "POST", body: "order" });

    assert.equal(response.status, 502);
    assert.deepEqual(await response.json(), { message: "Bad Gateway" });
  });

  it("sends nothing to a region that was stopped: its port may be another program's by now", async () => {
    let requests = 0;
    const count: RequestListener = (_request, response) => {
      requests += 1;
      response.end();
    };
    const url = await start(count, count);

    for (const region of ["us-east-1", "eu-west-1"]) {
      await fetch(`${url}/_palisade/regions/${region}/stop`, { method: "POST" });
    }
    const { status } = await fetch(url);

    assert.deepEqual([status, requests], [503, 0]);
  });

  it("answers 503 if every region is down", async () => {
    const url = await start(named("america"), named("europe"));
    await Promise.all(servers.map(stopServer));

    const response = await fetch(url);

    assert.equal(response.status, 503);
    assert.deepEqual(await response.json(), { message: "No healthy region" });
  });

  it("finds out by itself that a region has become unhealthy", async () => {
    let sick = false;
    const checked = new Promise<void>((resolve) => {
      let checks = 0;
      const america: RequestListener = (request, response) => {
        if (sick && request.url === "/live/health" && ++checks > 3) resolve();
        response.writeHead(sick ? 503 : 200).end("america");
      };
      void start(america, named("europe"), { healthIntervalMs: 20 }).then(() => (sick = true));
    });

    await checked;

    assert.equal(await (await fetch(`${edge!.url}/orders`)).text(), "europe GET /live/orders");
  });

  it("passes a large body through, both ways", async () => {
    const url = await start((request, response) => void request.pipe(response), named("europe"));
    const body = Buffer.alloc(20 * 1024 * 1024, "palisade");

    const response = await fetch(url, { method: "POST", body });

    assert.ok(body.equals(Buffer.from(await response.arrayBuffer())));
  });

  it("keeps repeated headers and adds the client's address", async () => {
    let seen: string[] = [];
    const url = await start((request, response) => {
      seen = request.rawHeaders;
      response.writeHead(200, ["Set-Cookie", "a=1", "Set-Cookie", "b=2"]).end();
    }, named("europe"));

    const response = await new Promise<{ headers: NodeJS.Dict<string | string[]> }>((resolve) => {
      const options = {
        headers: ["Host", "a", "X-A", "1", "X-A", "2", "X-Forwarded-For", "192.0.2.1"],
      };
      send(url, options, (answer) => resolve(answer.resume())).end();
    });

    assert.deepEqual(response.headers["set-cookie"], ["a=1", "b=2"]);
    const line = seen.join(" ");
    assert.match(line, /X-A 1 X-A 2/);
    assert.match(line, /X-Forwarded-For 192\.0\.2\.1, 127\.0\.0\.1/);
  });

  it("serves 50 connections at once", async () => {
    const url = await start(named("america"), named("europe"));

    const responses = await Promise.all(Array.from({ length: 50 }, () => fetch(`${url}/x`)));

    assert.ok(responses.every(({ status }) => status === 200));
  });

  it("passes the path on byte for byte", async () => {
    const url = await start(named("america"), named("europe"));
    const path = "/a/../b/%2e%2e//c?q=%20'<>";

    const text = await new Promise<string>((resolve) => {
      send({ port: new URL(url).port, path }, (answer) => {
        answer.on("data", (data) => resolve(String(data)));
      }).end();
    });

    assert.equal(text, `america GET /live${path}`);
  });

  describe("does not forward what can be read in two ways:", () => {
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
        const url = await start((_, response) => {
          requests++;
          response.end();
        }, named("europe"));

        assert.match(await exchange(url, text), /^HTTP\/1\.1 400 /);
        assert.equal(requests, 0);
      });
    }

    it("a body whose length the connection is to take away", async () => {
      const seen: string[] = [];
      const url = await start((request, response) => {
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

  describe("under /_palisade/", () => {
    it("tells each region's state and its own counters", async () => {
      const url = await start(named("america"), named("europe"));
      await fetch(url);

      const response = await fetch(`${url}/_palisade/status`);
      const status = (await response.json()) as { edge: object; regions: Record<string, Region> };

      assert.deepEqual(status.edge, { requests: 1, failovers: 0 });
      const { api, ...america } = status.regions["us-east-1"]!;
      assert.match(api, /^http:\/\/127\.0\.0\.1:\d+\/live$/);
      assert.deepEqual(america, { state: "running", healthy: true, requests: 1, errors: 0 });
    });

    it("stops a region and starts it again", async () => {
      const calls: string[] = [];
      const url = await start(named("america"), named("europe"), {
        control: {
          ...noControl,
          stop: async (region) => void calls.push(`stop ${region}`),
          start: async (region) => void calls.push(`start ${region}`),
        },
      });
      const change = async (action: string) => {
        const path = `${url}/_palisade/regions/us-east-1/${action}`;
        return (await (await fetch(path, { method: "POST" })).json()) as Region;
      };

      const stopped = await change("stop");
      const meanwhile = await (await fetch(`${url}/x`)).text();
      const started = await change("start");

      assert.equal(stopped.state, "stopped");
      assert.equal(meanwhile, "europe GET /live/x");
      assert.equal(started.state, "running");
      assert.deepEqual(calls, ["stop us-east-1", "start us-east-1"]);
    });

    it("hands out mails by address", async () => {
      const messages = async (to: string | undefined) => [{ to }];
      const url = await start(named("america"), named("europe"), {
        control: { ...noControl, messages },
      });

      const response = await fetch(`${url}/_palisade/messages?to=ada%40example.com`);

      assert.deepEqual(await response.json(), { messages: [{ to: "ada@example.com" }] });
    });

    it("tells a usage plan's use, and refuses what is no plan", async () => {
      const plan = { plan: "gold", planId: "p1", quota: null, keys: [] };
      const url = await start(named("america"), named("europe"), {
        control: { ...noControl, usage: () => [{ region: "us-east-1", plans: [plan] }] },
      });

      const gold = await fetch(`${url}/_palisade/usage?plan=gold`);
      const silver = await fetch(`${url}/_palisade/usage?plan=silver`);

      const regions = [{ region: "us-east-1", planId: "p1", quota: null, keys: [] }];
      assert.deepEqual(await gold.json(), { plan: "gold", regions });
      assert.equal(silver.status, 404);
    });

    it("shows a page that loads nothing from elsewhere", async () => {
      const url = await start(named("america"), named("europe"));

      const page = await fetch(`${url}/_palisade/`);

      assert.match(await page.text(), /<title>Palisade<\/title>/);
      assert.match(page.headers.get("content-security-policy") ?? "", /default-src 'self'/);
      assert.equal((await fetch(`${url}/_palisade/console.js`)).status, 200);
    });

    for (const [path, method, status] of [
      ["regions/mars-north-1/stop", "POST", 404],
      ["regions/us-east-1/stop", "GET", 405],
      ["status", "POST", 405],
      ["anything", "GET", 404],
    ] as const) {
      it(`answers ${method} ${path} with ${status} and what is allowed`, async () => {
        const url = await start(named("america"), named("europe"));

        const response = await fetch(`${url}/_palisade/${path}`, { method });

        assert.equal(response.status, status);
        assert.match(await response.text(), /"message":".+"/);
      });
    }

    for (const headers of [
      { host: "attacker.example" },
      { origin: "http://attacker.example" },
      { origin: "null" },
    ]) {
      it(`refuses requests with ${JSON.stringify(headers)}`, async () => {
        const url = await start(named("america"), named("europe"));

        const status = await new Promise<number | undefined>((resolve) => {
          const target = `${url}/_palisade/regions/us-east-1/stop`;
          send(target, { method: "POST", headers }, (answer) => {
            resolve(answer.resume().statusCode);
          }).end();
        });

        assert.equal(status, 403);
      });
    }
  });
});
