import assert from "node:assert/strict";
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { createServer as createHttpServer, type Server } from "node:http";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TestFunctions } from "../testing/functions.ts";
import { type Gate, startGate } from "../testing/gate.ts";

const loadBalancer = "internal-Orders-123.us-east-1.elb.amazonaws.com";

/** Calls a URL by the method in its event. */
const calling = `
  import http from "node:http";
  import https from "node:https";
  import net from "node:net";
  import tls from "node:tls";
  const viaHttp = (url) => new Promise((resolve, reject) => {
    http.get(url, { agent: false }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode));
    }).on("error", reject);
  });
  const viaHttps = (url) => new Promise((resolve, reject) => {
    https.get(url, { agent: false }).on("error", reject);
  });
  const viaTimeout = (url) => new Promise((resolve, reject) => {
    const request = http.get(url, { agent: false, timeout: 20 }).on("error", reject);
    request.on("timeout", () => { request.destroy(); resolve("client's time-out"); });
  });
  const viaSocket = (...target) => new Promise((resolve, reject) => {
    const socket = net.connect(...target, () => { socket.destroy(); resolve("connected"); });
    socket.on("error", reject);
  });
  const viaTls = (host, port) => new Promise((resolve) => {
    tls.connect({ host, port, servername: host }).on("error", (error) => resolve(error.code));
  });
  const viaKept = async (url) => {
    const agent = new http.Agent({ keepAlive: true });
    const once = () => new Promise((resolve, reject) => {
      const request = http.get(url, { agent }, (response) => {
        response.resume().on("end", () => resolve([response.statusCode, request.reusedSocket]));
      }).on("error", reject);
    });
    return [await once(), await new Promise(setImmediate), await once()].flat();
  };
  const message = (url) => new Promise((resolve) => {
    http.get(url, { agent: false }).on("error", (error) => resolve(error.message));
  });
  const viaWebSocket = (url) => new Promise((resolve, reject) => {
    http.get(url, { headers: { connection: "upgrade", upgrade: "websocket" } })
      .on("upgrade", (response, socket) => { socket.destroy(); resolve(response.statusCode); })
      .on("error", reject);
  });
  const ways = { viaKept, message, viaWebSocket, viaHttp, viaHttps, viaTimeout, viaSocket, viaTls, viaFetch: async (url) => (await fetch(url)).status };
  export const handler = async ({ way, target }) => {
    try { return await ways[way](...target); } catch (error) { return (error.cause ?? error).code; }
  };`;

describe("names of a function's VPC", () => {
  const functions = new TestFunctions();
  let gate: Gate;

  beforeEach(async () => {
    gate = await startGate();
    gate.open();
  });
  afterEach(async () => {
    await functions.removeAll();
    await gate.close();
  });

  const reached: [way: string, target: unknown[], result: unknown][] = [
    ["viaHttp", [`http://${loadBalancer}/`], 200],
    ["viaFetch", [`http://${loadBalancer}/`], 200],
    ["viaSocket", [80, loadBalancer], "connected"],
    ["viaSocket", [{ port: "80", host: loadBalancer.toLowerCase() }], "connected"],
  ];
  for (const [way, target, result] of reached) {
    it(`lead to the service's port ${way} ${JSON.stringify(target)}`, async () => {
      const hosts = { [`${loadBalancer}:80`]: { host: "127.0.0.1", port: gate.port } };
      const runtime = await functions.create(calling, { hosts });

      assert.equal(await runtime.call({ way, target }), result);
    });
  }

  describe("lead to a service's socket", () => {
    const name = loadBalancer.toLowerCase();
    let folder: string;
    let path: string;
    let server: Server;
    let hosts: string[];

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), "hosts-"));
      path = join(folder, "socket");
      hosts = [];
      server = createHttpServer((request, response) => {
        hosts.push(request.headers.host!);
        response.end();
      });
      server.on("upgrade", (_, socket) => {
        socket.end(
          "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
        );
      });
      await new Promise<void>((resolve) => server.listen(path, resolve));
    });
    afterEach(async () => {
      server.close();
      server.closeAllConnections();
      await rm(folder, { recursive: true });
    });
    const start = () =>
      functions.create(calling, {
        hosts: { [`${loadBalancer}:80`]: { path } },
        socketFolder: folder,
      });

    const ways: [way: string, target: unknown[], result: unknown][] = [
      ...reached,
      ["viaKept", [`http://${loadBalancer}/`], [200, false, null, 200, true]],
      ["viaWebSocket", [`http://${loadBalancer}/`], 101],
      // The service does not use TLS. On AWS, the load balancer would.
      ["viaTls", [loadBalancer, 80], "ECONNREFUSED"],
    ];
    for (const [way, target, result] of ways) {
      it(`${way} ${JSON.stringify(target)}`, async () => {
        const runtime = await start();

        assert.deepEqual(await runtime.call({ way, target }), result);
        for (const host of hosts) assert.equal(host.toLowerCase(), name);
      });
    }

    const gone: [what: string, breakIt: () => Promise<void>][] = [
      ["is missing", () => rm(path)],
      [
        "has no listener",
        async () => {
          await rename(path, `${path}.kept`);
          await new Promise<unknown>((resolve) => server.close(resolve));
          await rename(`${path}.kept`, path);
        },
      ],
      [
        "is a file",
        async () => {
          await rm(path);
          await writeFile(path, "");
        },
      ],
    ];
    for (const [what, breakIt] of gone) {
      it(`refuse connections like a port if it ${what}`, async () => {
        const runtime = await start();
        await breakIt();

        const target = [`http://${loadBalancer}/`];
        for (const way of ["viaHttp", "viaFetch"]) {
          assert.equal(await runtime.call({ way, target }), "ECONNREFUSED");
        }
        const message = await runtime.call({ way: "message", target });
        assert.equal(message, `connect ECONNREFUSED ${name}:80`);
      });
    }
  });

  it("stay the server name in TLS", async () => {
    let hello = "";
    const server = createServer((socket) => {
      socket.once("data", (data) => {
        hello = data.toString("latin1");
        socket.destroy();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const hosts = { [`${loadBalancer}:443`]: { host: "127.0.0.1", port } };
    const runtime = await functions.create(calling, { hosts });

    await runtime.call({ way: "viaTls", target: [loadBalancer, 443] });

    server.close();
    assert.ok(hello.includes(loadBalancer));
  });

  it("refuse connections while they have no address", async () => {
    const runtime = await functions.create(calling, { hosts: { [`${loadBalancer}:80`]: null } });

    for (const way of ["viaHttp", "viaFetch"]) {
      const result = await runtime.call({ way, target: [`http://${loadBalancer}/`] });
      assert.equal(result, "ECONNREFUSED");
    }
  });

  for (const [way, target] of [
    ["viaHttp", [`http://${loadBalancer}/`]],
    ["viaHttps", [`https://${loadBalancer}/`]],
    ["viaFetch", [`http://${loadBalancer}/`]],
    ["viaFetch", [`https://${loadBalancer}/`]],
    ["viaSocket", [80, loadBalancer]],
    ["viaTls", [loadBalancer, 443]],
  ] as const) {
    it(`time out if the network drops connections: ${way} ${target.join(" ")}`, async () => {
      const named: string[] = [];
      const runtime = await functions.create(calling, {
        hosts: {
          [`${loadBalancer}:80`]: { timesOutAfterMs: 20 },
          [`${loadBalancer}:443`]: { timesOutAfterMs: 20 },
        },
        onUnreachable: (name) => named.push(name),
      });

      assert.equal(await runtime.call({ way, target }), "ETIMEDOUT");

      assert.equal(named.length, 1);
      assert.match(named[0]!, /^internal-orders-123\.us-east-1\.elb\.amazonaws\.com:(80|443)$/);
    });
  }

  it("reach a service again once the network carries connections", async () => {
    const runtime = await functions.create(calling, {
      hosts: { [`${loadBalancer}:80`]: { timesOutAfterMs: 20 } },
    });
    const call = () => runtime.call({ way: "viaHttp", target: [`http://${loadBalancer}/`] });
    const before = await call();

    void runtime.setHosts({ [`${loadBalancer}:80`]: { host: "127.0.0.1", port: gate.port } });

    assert.deepEqual([before, await call()], ["ETIMEDOUT", 200]);
  });

  it("leave the time-outs of clients in charge", async () => {
    const runtime = await functions.create(calling, {
      hosts: { [`${loadBalancer}:80`]: { timesOutAfterMs: 60_000 } },
    });

    const result = await runtime.call({ way: "viaTimeout", target: [`http://${loadBalancer}/`] });

    assert.equal(result, "client's time-out");
  });

  it("follow a service to another port while the function runs", async () => {
    const runtime = await functions.create(calling, { hosts: { [`${loadBalancer}:80`]: null } });
    const call = () => runtime.call({ way: "viaHttp", target: [`http://${loadBalancer}/`] });
    const before = await call();

    void runtime.setHosts({ [`${loadBalancer}:80`]: { host: "127.0.0.1", port: gate.port } });
    const after = await call();

    assert.deepEqual([before, after], ["ECONNREFUSED", 200]);
  });

  it("apply to threads that start later", async () => {
    const runtime = await functions.create(calling);
    void runtime.setHosts({ [`${loadBalancer}:80`]: { host: "127.0.0.1", port: gate.port } });

    const result = await runtime.call({ way: "viaHttp", target: [`http://${loadBalancer}/`] });

    assert.equal(result, 200);
  });

  it("do not affect other addresses", async () => {
    const runtime = await functions.create(calling, { hosts: { [`${loadBalancer}:80`]: null } });

    const results = [
      await runtime.call({ way: "viaHttp", target: [gate.url] }),
      await runtime.call({ way: "viaFetch", target: ["http://unknown.invalid/"] }),
    ];

    assert.equal(results[0], 200);
    assert.match(String(results[1]), /^(ENOTFOUND|EAI_AGAIN)$/);
  });
});
