import assert from "node:assert/strict";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { TestFunctions } from "../testing/functions.ts";
import { type Gate, startGate } from "../testing/gate.ts";

const loadBalancer = "internal-Orders-123.us-east-1.elb.amazonaws.com";

/** Calls a URL in the way the event names. */
const calling = `
  import http from "node:http";
  import net from "node:net";
  import tls from "node:tls";
  const viaHttp = (url) => new Promise((resolve, reject) => {
    http.get(url, { agent: false }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode));
    }).on("error", reject);
  });
  const viaSocket = (...target) => new Promise((resolve, reject) => {
    const socket = net.connect(...target, () => { socket.destroy(); resolve("connected"); });
    socket.on("error", reject);
  });
  const viaTls = (host, port) => new Promise((resolve) => {
    tls.connect({ host, port, servername: host }).on("error", (error) => resolve(error.code));
  });
  const ways = { viaHttp, viaSocket, viaTls, viaFetch: async (url) => (await fetch(url)).status };
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

  const reached: [way: string, target: unknown[], answer: unknown][] = [
    ["viaHttp", [`http://${loadBalancer}/`], 200],
    ["viaFetch", [`http://${loadBalancer}/`], 200],
    ["viaSocket", [80, loadBalancer], "connected"],
    ["viaSocket", [{ port: "80", host: loadBalancer.toLowerCase() }], "connected"],
  ];
  for (const [way, target, answer] of reached) {
    it(`lead to the service's port ${way} ${JSON.stringify(target)}`, async () => {
      const hosts = { [`${loadBalancer}:80`]: { host: "127.0.0.1", port: gate.port } };
      const runtime = await functions.create(calling, { hosts });

      assert.equal(await runtime.call({ way, target }), answer);
    });
  }

  it("stay the server's name in TLS", async () => {
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

  it("refuse connections while nothing is behind them", async () => {
    const runtime = await functions.create(calling, { hosts: { [`${loadBalancer}:80`]: null } });

    for (const way of ["viaHttp", "viaFetch"]) {
      const answer = await runtime.call({ way, target: [`http://${loadBalancer}/`] });
      assert.equal(answer, "ECONNREFUSED");
    }
  });

  it("follow a service to another port while the function runs", async () => {
    const runtime = await functions.create(calling, { hosts: { [`${loadBalancer}:80`]: null } });
    const call = () => runtime.call({ way: "viaHttp", target: [`http://${loadBalancer}/`] });
    const before = await call();

    runtime.setHosts({ [`${loadBalancer}:80`]: { host: "127.0.0.1", port: gate.port } });
    const after = await call();

    assert.deepEqual([before, after], ["ECONNREFUSED", 200]);
  });

  it("are known to threads that start later", async () => {
    const runtime = await functions.create(calling);
    runtime.setHosts({ [`${loadBalancer}:80`]: { host: "127.0.0.1", port: gate.port } });

    const answer = await runtime.call({ way: "viaHttp", target: [`http://${loadBalancer}/`] });

    assert.equal(answer, 200);
  });

  it("leave all other addresses alone", async () => {
    const runtime = await functions.create(calling, { hosts: { [`${loadBalancer}:80`]: null } });

    const answers = [
      await runtime.call({ way: "viaHttp", target: [gate.url] }),
      await runtime.call({ way: "viaFetch", target: ["http://unknown.invalid/"] }),
    ];

    assert.equal(answers[0], 200);
    assert.match(String(answers[1]), /^(ENOTFOUND|EAI_AGAIN)$/);
  });
});
