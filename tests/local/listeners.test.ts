import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type Listener, listenersOf } from "../support/listeners.ts";
import type { PlatformState } from "../../local/stateFile.ts";
import { PlatformProcess } from "../support/platformProcess.ts";

/** Headers that a process of this machine, or a page in its browser, can send. */
const attacks: Record<string, string>[] = [
  {},
  { host: "localhost" },
  { host: "attacker.example" },
  { host: "internal-local-orders-1.us-east-1.elb.amazonaws.com" },
];

describe("listeners of a platform", function () {
  this.timeout(120_000);
  const temporaryBefore = process.env["TMPDIR"];
  let folder: string;
  let platform: PlatformProcess;
  let state: PlatformState;
  let listeners: Listener[];
  /** Sockets of services, by path. */
  let sockets: string[];

  before(async () => {
    // A folder for this platform's files only. Its path is short: see makeSocketFolder.
    process.env["TMPDIR"] = folder = await mkdtemp(join(tmpdir(), "l-"));
    platform = new PlatformProcess("--port", "0", "--regions", "us-east-1");
    state = await platform.ready();
    listeners = listenersOf(platform.child.pid!);
    sockets = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isSocket() && !entry.parentPath.includes("tsx-"))
      .map((entry) => join(entry.parentPath, entry.name));
  });
  after(async () => {
    if (temporaryBefore === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = temporaryBefore;
    await platform.stop();
    await rm(folder, { recursive: true });
  });

  it("are on this machine only, and all are known", () => {
    const { api, aws } = state.regions["us-east-1"]!;
    const known = [state.edge, state.console, api, aws];
    const ports = listeners.map(({ port }) => port);

    assert.deepEqual(new Set(listeners.map(({ host }) => host)), new Set(["127.0.0.1"]));
    for (const url of known) assert.ok(ports.includes(Number(new URL(url).port)), url);
    // The others are MiniStack behind its front, the task credentials and the network's black hole (docs/local.md).
    assert.equal(new Set(ports).size, known.length + 3);
  });

  it("include no service that accepts a forged user", async () => {
    const calls = listeners.flatMap(({ port }) =>
      ["/orders", "/catalog"].flatMap((path) =>
        attacks.map((headers) => ({ port, path, headers: { "x-user-sub": "ada", ...headers } })),
      ),
    );

    const responses = await Promise.all(calls.map(ask));

    const consolePort = Number(new URL(state.console).port);
    for (const [index, { status, body }] of responses.entries()) {
      const call = JSON.stringify(calls[index]);
      // The console has one page for all paths.
      const isPage = calls[index]!.port === consolePort && body.startsWith("<!doctype html>");
      assert.ok(status >= 400 || isPage, `${call}: ${status}`);
      assert.doesNotMatch(body, /"(orders|items)":/, call);
    }
  });

  it("include services' sockets only in folders of their owner", () => {
    // Services listen on one, and tell their parts of calls on another.
    assert.equal(sockets.length, 4, "two each of orders and catalog");
    for (const path of sockets) assert.equal(statSync(join(path, "..")).mode & 0o777, 0o700);
  });

  it("refuse other users at the services' sockets", function () {
    // Only root can act as another user.
    if (process.getuid!() !== 0) return this.skip();
    const dial = `
      process.setgid(65534); process.setuid(65534);
      require("node:net").connect(process.argv[1], () => console.log("open"))
        .on("error", ({ code }) => console.log(code));`;

    for (const path of sockets) {
      const outcome = execFileSync(process.execPath, ["-e", dial, path], { encoding: "utf8" });
      assert.equal(outcome, "EACCES\n");
    }
  });

  it("return task credentials only for their tokens", async () => {
    const known = [state.edge, state.regions["us-east-1"]!.api, state.regions["us-east-1"]!.aws];
    const others = listeners.filter(
      ({ port }) => !known.some((url) => Number(new URL(url).port) === port),
    );
    const tokens = ["", "x", "constructor", "__proto__"];

    for (const { port } of others) {
      const responses = await Promise.all(
        tokens.map((authorization) => ask({ port, path: "/", headers: { authorization } })),
      );
      for (const { body } of responses) assert.doesNotMatch(body, /SecretAccessKey/);
    }
  });
});

interface Call {
  readonly port: number;
  readonly path: string;
  readonly headers: Record<string, string>;
}

function ask(call: Call): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", agent: false, ...call }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode!, body }), reject);
    })
      // The black hole closes connections without a response.
      .on("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "ECONNRESET") resolve({ status: 502, body: "" });
        else reject(error);
      })
      .end();
  });
}
