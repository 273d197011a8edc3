import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, request, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { HostAddress, Unreachable } from "../lambda/index.ts";
import { ServiceCalls } from "./serviceCalls.ts";

const name = "catalog.dev.palisade.internal";

describe("calls between services", () => {
  let folder: string;
  let callee: Server;
  let calls: ServiceCalls;
  let address: HostAddress | Unreachable | null | undefined;
  let unreached: string[];
  let located: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "calls-"));
    const path = join(folder, "callee");
    callee = createServer((incoming, response) => {
      void text(incoming).then((body) => {
        const { method, url, headers } = incoming;
        response.writeHead(201, { "x-of": ["one", "two"] });
        response.end(JSON.stringify({ method, url, host: headers.host, headers, body }));
      });
    }).listen(path);
    await once(callee, "listening");
    address = { path };
    located = [];
    unreached = [];
    calls = new ServiceCalls({
      names: [`${name}:80`, `${name}:443`],
      socketFolder: folder,
      awsHost: "aws.localhost",
      locate: (caller, asked) => {
        located.push(`${caller} → ${asked}`);
        return asked.startsWith(`${name}:`) ? address : undefined;
      },
      onUnreachable: (caller, asked) => unreached.push(`${caller} → ${asked}`),
    });
  });
  afterEach(async () => {
    calls.close();
    callee.close();
    await rm(folder, { recursive: true });
  });

  const environmentFor = async (...caller: Parameters<ServiceCalls["environmentFor"]>) => {
    const environment = await calls.environmentFor(...caller);
    located = [];
    return environment;
  };
  /** Runs a program with a service's variables. */
  const run = async (command: string, args: string[], env?: Record<string, string>) => {
    const environment = env ?? (await environmentFor("orders"));
    const child = spawn(command, args, {
      env: { PATH: process.env["PATH"], ...environment },
      stdio: ["ignore", "pipe", "inherit"],
    });
    return (await text(child.stdout)).trim();
  };
  const inNode = (source: string) => run("node", ["--input-type=module", "--eval", source]);

  const clients: Record<string, () => Promise<string>> = {
    "fetch in Node.js": () =>
      inNode(`
        const url = new URL("/a%2Fb?q=1", "http://${name}");
        const response = await fetch(url, { method: "PUT", body: "text" });
        console.log(response.status, await response.text());`),
    "http in Node.js": () =>
      inNode(`
        import { request } from "node:http";
        request("http://${name}/a%2Fb?q=1", { method: "PUT" }, async (response) => {
          const [body] = await response.toArray();
          console.log(response.statusCode, String(body));
        }).end("text");`),
    curl: () => run("curl", ["-sS", "-X", "PUT", "-d", "text", `http://${name}/a%2Fb?q=1`]),
    "urllib in Python": () =>
      run("python3", [
        "-c",
        `import urllib.request as r
q = r.Request("http://${name}/a%2Fb?q=1", data=b"text", method="PUT")
with r.urlopen(q) as a: print(a.status, a.read().decode())`,
      ]),
  };
  for (const [client, call] of Object.entries(clients)) {
    it(`get through with ${client}, as they were sent`, async () => {
      const output = await call();

      const answer = JSON.parse(output.slice(output.indexOf("{"))) as Record<string, unknown>;
      const { method, url, host, body, headers } = answer;
      assert.deepEqual(
        { method, url, host, body },
        { method: "PUT", url: "/a%2Fb?q=1", host: name, body: "text" },
      );
      assert.ok(!Object.keys(headers as object).some((header) => header.startsWith("proxy-")));
      assert.deepEqual(located, [`orders → ${name}:80`]);
    });
  }

  for (const [client, call] of Object.entries({
    fetch: `const response = await fetch("https://${name}/");`,
    https: `
      import { get } from "node:https";
      const response = await new Promise((resolve) => get("https://${name}/", resolve));
      response.status = response.statusCode;`,
  })) {
    it(`reach HTTPS addresses with ${client} in Node.js`, async () => {
      assert.equal(await inNode(`${call} console.log(response.status); process.exit();`), "201");
      assert.deepEqual(located, [`orders → ${name}:443`]);
    });
  }

  for (const scheme of ["http", "https"]) {
    it(`time out in Node.js if the network drops connections: ${scheme}`, async () => {
      address = { timesOutAfterMs: 50 };

      const output = await inNode(`
        import { get } from "node:${scheme}";
        const code = (promise) => promise.catch((error) => (error.cause ?? error).code);
        const viaGet = new Promise((resolve, reject) => get("${scheme}://${name}/", resolve).on("error", reject));
        console.log(await code(viaGet), await code(fetch("${scheme}://${name}/")));`);

      assert.equal(output, "ETIMEDOUT ETIMEDOUT");
      const pair = `orders → ${name}:${scheme === "http" ? 80 : 443}`;
      assert.deepEqual(unreached, [pair, pair]);
    });
  }

  it("time out in other languages if the network drops connections", async () => {
    address = { timesOutAfterMs: 50 };

    const output = await run("curl", ["-sS", "-w", "%{http_code}", `http://${name}/`]);

    assert.equal(output, `The connection to ${name}:80 timed out\n504`);
    assert.deepEqual(unreached, [`orders → ${name}:80`]);
  });

  it("do not get through without the caller's password", async () => {
    const { HTTP_PROXY } = await environmentFor("orders");
    const { port } = new URL(HTTP_PROXY!);
    const headers = [undefined, `Basic ${Buffer.from("orders:").toString("base64")}`];

    for (const given of headers) {
      const status = await new Promise((resolve) => {
        request(
          {
            ...{ host: "127.0.0.1", port, path: `http://${name}/` },
            headers: { host: name, ...(given && { "proxy-authorization": given }) },
          },
          (response) => resolve(response.resume().statusCode),
        ).end();
      });
      assert.equal(status, 407);
    }
    assert.deepEqual(located, []);
  });

  it("have a known caller, whose password differs from others'", async () => {
    const [one, other] = await Promise.all(["a", "b"].map((caller) => environmentFor(caller)));

    assert.notEqual(new URL(one!["HTTP_PROXY"]!).password, new URL(other!["HTTP_PROXY"]!).password);
    await run("curl", ["-sS", `http://${name}/`], other);
    assert.deepEqual(located, [`b → ${name}:80`]);
  });

  const fetchStatus = (url: string) =>
    inNode(
      `console.log((await fetch("${url}").catch(({ cause }) => ({ status: cause.code }))).status)`,
    );

  it("get 503 while no task runs, and 502 from one that closes the connection", async () => {
    address = null;
    assert.equal(await fetchStatus(`http://${name}/`), "503");
    address = { path: join(folder, "none") };
    assert.equal(await fetchStatus(`http://${name}/`), "502");
  });

  it("reach no other address through the proxy", async () => {
    const output = await run("curl", ["-sS", "-i", "http://example.com/"]);

    assert.match(output, /^HTTP\/1\.1 504 .*example\.com:80 is no name of a service/s);
  });

  it("do not use the proxy for this machine and its AWS endpoint", async () => {
    const { NO_PROXY } = await environmentFor("orders");

    assert.equal(NO_PROXY, "127.0.0.1,localhost,::1,aws.localhost");
  });

  it("need nothing if the VPC has no names", async () => {
    const none = new ServiceCalls({
      names: [],
      socketFolder: folder,
      awsHost: "",
      locate: () => null,
      onUnreachable: () => {},
    });

    assert.deepEqual(await none.environmentFor("orders", "--enable-source-maps"), {});
  });

  it("keep the service's own options of Node.js", async () => {
    const { NODE_OPTIONS } = await environmentFor("orders", "--enable-source-maps");

    assert.match(NODE_OPTIONS!, /^--enable-source-maps --require /);
  });
});
