import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Children } from "../../project/children.ts";
import { freePort } from "../process/freePort.ts";
import { newSocketPath, socketEnvironment } from "./socket.ts";

/** Each server responds with its address and the connection's. */
const prelude = `
  const net = require("node:net"), http = require("node:http"), http2 = require("node:http2");
  const port = Number(process.env.PORT);
  const respond = (request, response) => {
    const { socket } = request;
    const { remoteAddress, remotePort, localAddress, localPort } = socket;
    const ends = { remoteAddress, hasPort: remotePort > 0, localAddress, localPort: localPort === port };
    response.end(JSON.stringify({ address: server.address(), ends }));
  };
  let server = http.createServer(respond);
  const tell = () => console.log("listening");
`;

/** Ways to listen on a port, with the address that the service reads. */
const forms: [form: string, source: string, address: string][] = [
  ["a port", "server.listen(port, tell)", "::"],
  ["a port as text", "server.listen(process.env.PORT, tell)", "::"],
  ["a port and a host", 'server.listen(port, "127.0.0.1", tell)', "127.0.0.1"],
  ["a port, a host and a backlog", 'server.listen(port, "0.0.0.0", 10, tell)', "0.0.0.0"],
  ["a port and a backlog", "server.listen(port, 10, tell)", "::"],
  ["no callback", 'server.once("listening", tell).listen(port)', "::"],
  ["options", 'server.listen({ port, host: "localhost", exclusive: true }, tell)', "127.0.0.1"],
  [
    "options with a port as text",
    'server.listen({ port: process.env.PORT, host: "::1" }, tell)',
    "::1",
  ],
  [
    "options with a signal",
    "server.listen({ port, signal: new AbortController().signal }, tell)",
    "::",
  ],
  [
    "a server that replaces another one on the port",
    "http.createServer(respond).listen(port, function () { this.close(() => server.listen(port, tell)); })",
    "::",
  ],
  [
    "a port that another server used on another host",
    'net.createServer().listen(port, "0.0.0.0", function () { this.close(() => server.listen(port, "::", tell)); })',
    "::",
  ],
  [
    "two hosts",
    'server.listen(port, "127.0.0.1", () => http.createServer().listen(port, "::1", tell))',
    "127.0.0.1",
  ],
  [
    "a subclass",
    "server = new (class extends http.Server {})(respond); server.listen(port, tell)",
    "::",
  ],
  [
    "an ES module",
    'import("node:http").then(({ createServer }) => { server = createServer(respond).listen(port, tell); })',
    "::",
  ],
  [
    "cluster workers",
    'const cluster = require("node:cluster"); if (cluster.isPrimary) { cluster.fork(); cluster.fork(); cluster.on("listening", tell); } else server.listen(port)',
    "::",
  ],
  [
    "cluster workers without round-robin",
    'const cluster = require("node:cluster"); cluster.schedulingPolicy = cluster.SCHED_NONE; if (cluster.isPrimary) { cluster.fork().on("listening", tell); } else server.listen(port)',
    "::",
  ],
  [
    "a worker thread",
    'const { isMainThread, Worker } = require("node:worker_threads"); if (isMainThread) new Worker(__filename); else server.listen(port, tell)',
    "::",
  ],
  [
    "a child process",
    'if (process.argv[2]) server.listen(port, tell); else require("node:child_process").spawn(process.execPath, [__filename, "child"], { stdio: "inherit" })',
    "::",
  ],
];

describe("a service's Node.js process", function () {
  this.timeout(20_000);
  let folder: string;
  let children: Children;
  let lines: string[];
  let onLine: () => void;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'a service\'s "folder" -'));
    children = new Children((_, line) => {
      lines.push(line);
      onLine();
    });
  });
  beforeEach(() => {
    lines = [];
    onLine = () => {};
  });
  after(async () => {
    await children.close();
    await rm(folder, { recursive: true });
  });

  /** Starts a service and waits until it prints a line. */
  async function start(source: string, more: Record<string, string> = {}) {
    const port = await freePort();
    const socketPath = newSocketPath(folder, port);
    const file = join(folder, "server.cjs");
    await writeFile(file, prelude + source);
    const env = {
      ...{ PATH: process.env["PATH"], PORT: String(port) },
      ...socketEnvironment(socketPath, more["NODE_OPTIONS"]),
    };
    const printed = new Promise<void>((resolve) => (onLine = resolve));
    const child = children.spawn("service", process.execPath, [file], { cwd: folder, env });
    const ended = child.exited.then((reason) => {
      throw new Error(`${reason}: ${lines.join("\n")}`);
    });
    await Promise.race([printed, ended]);
    ended.catch(() => {});
    return { child, port, socketPath };
  }

  for (const [form, source, host] of forms) {
    it(`listens on its socket and on no port with ${form}`, async () => {
      const { child, port, socketPath } = await start(source);

      const { address, ends } = JSON.parse(await get(socketPath)) as Record<string, object>;
      assert.equal(lines[0], "listening", lines.join("\n"));
      assert.deepEqual(address, { address: host, family: /:/.test(host) ? "IPv6" : "IPv4", port });
      const loopback = { remoteAddress: "127.0.0.1", localAddress: "127.0.0.1" };
      assert.deepEqual(ends, { ...loopback, hasPort: true, localPort: true });
      for (const at of ["127.0.0.1", "::1"])
        assert.notEqual(await dial({ port, host: at }), "open");
      await child.stop();
    });
  }

  const elsewhere: [what: string, source: string][] = [
    ["a free port", 'server.listen(0, "127.0.0.1", () => console.log(server.address().port))'],
    ["no port", "server.listen(() => console.log(server.address().port))"],
    [
      "options and a free port",
      'server.listen({ port: 0, host: "127.0.0.1" }, () => console.log(server.address().port))',
    ],
  ];
  for (const [what, source] of elsewhere) {
    it(`listens on its own port with ${what}`, async () => {
      const { child, socketPath } = await start(source);

      assert.equal(existsSync(socketPath), false);
      assert.equal(await dial({ port: Number(lines[0]), host: "127.0.0.1" }), "open");
      await child.stop();
    });
  }

  const calls: [way: string, source: string][] = [
    ["fetch", "fetch(`http://localhost:${port}/`).then(({ status }) => status)"],
    [
      "http",
      "new Promise((resolve) => http.get({ port }, (response) => resolve(response.resume().statusCode)))",
    ],
    ["a port", "new Promise((resolve) => net.connect(port, () => resolve(200)))"],
    ["a host", 'new Promise((resolve) => net.connect(port, "127.0.0.1", () => resolve(200)))'],
  ];
  for (const [way, source] of calls) {
    it(`connects to itself at its port by ${way}`, async () => {
      const { child } = await start(`server.listen(port, () => ${source}.then(console.log))`);

      assert.deepEqual(lines, ["200"]);
      await child.stop();
    });
  }

  const otherCalls: [what: string, source: string, outcome: string][] = [
    ["its port before it listens", "net.connect(port, '127.0.0.1')", "ECONNREFUSED 127.0.0.1"],
    ["a socket path", "net.connect({ port, path: '/no/such' })", "ENOENT /no/such"],
    ["TLS at its port", "require('node:tls').connect(port, '127.0.0.1')", "ECONNREFUSED 127.0.0.1"],
  ];
  for (const [what, source, outcome] of otherCalls) {
    it(`gets the usual error from ${what}`, async () => {
      const heard = "on('error', ({ code, address }) => console.log(code, address))";
      const { child } = await start(`${source}.${heard}; setInterval(() => {}, 1_000)`);

      assert.deepEqual(lines, [outcome]);
      await child.stop();
    });
  }

  it("listens on its own socket paths", async () => {
    const own = join(folder, "own.sock");
    const { child } = await start(
      `server.listen(${JSON.stringify(own)}, () => console.log(server.address()))`,
    );

    assert.deepEqual(lines, [own]);
    assert.equal(await dial({ path: own }), "open");
    await child.stop();
  });

  it("gets an error when two of its servers want the same address", async () => {
    const twice = `http.createServer().listen(port, () =>
      server.on("error", ({ code }) => console.log(code)).listen(port))`;
    const { child } = await start(twice);

    assert.deepEqual(lines, ["EADDRINUSE"]);
    await child.stop();
  });

  it("ends if nobody handles that the address is in use", async () => {
    const { child } = await start(`http.createServer().listen(port, () => {
      tell();
      server.listen(port);
    })`);

    assert.equal(await child.exited, "exit code 1");
    assert.match(lines.join("\n"), /EADDRINUSE/);
  });

  it("speaks HTTP/2 over its socket", async () => {
    const { child, socketPath } = await start(
      "server = http2.createServer(respond).listen(port, tell)",
    );
    const { connect: connectHttp2 } = await import("node:http2");
    const session = connectHttp2("http://service", { createConnection: () => connect(socketPath) });
    const stream = session.request({ ":path": "/" });

    const [headers] = (await once(stream, "response")) as [Record<string, unknown>];

    session.destroy();
    assert.equal(headers[":status"], 200);
    await child.stop();
  });

  it("accepts connections while busy, like a port", async () => {
    const busy = `server.listen(port, () => {
      tell();
      for (const end = Date.now() + 1_000; Date.now() < end;);
    });`;
    const { child, socketPath } = await start(busy);

    const results = await Promise.all(
      Array.from({ length: 600 }, () => dial({ path: socketPath })),
    );

    // The queue of macOS holds 128 connections.
    const room = process.platform === "linux" ? 600 : 128;
    assert.ok(results.filter((result) => result === "open").length >= room);
    await child.stop();
  });

  it("keeps its own NODE_OPTIONS", async () => {
    const own = { NODE_OPTIONS: "--max-old-space-size=123 --conditions=own" };
    const { child, socketPath } = await start(
      "server.listen(port, () => console.log(process.env.NODE_OPTIONS))",
      own,
    );

    assert.match(lines[0]!, /^--max-old-space-size=123 --conditions=own --require "/);
    assert.equal(existsSync(socketPath), true);
    await child.stop();
  });
});

function get(socketPath: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request({ socketPath, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => resolve(text));
    })
      .on("error", reject)
      .end();
  });
}

/** Tries to connect: "open", or the error's code. */
function dial(to: { port: number; host: string } | { path: string }): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(to, () => {
      socket.destroy();
      resolve("open");
    });
    socket.on("error", ({ code }: NodeJS.ErrnoException) => resolve(code ?? "?"));
  });
}
