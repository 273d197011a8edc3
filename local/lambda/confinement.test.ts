import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { constants } from "node:os";
import { join, relative } from "node:path";
import type { HostAddress } from "./index.ts";
import { closedWays, folderOfTests } from "./testing/closedWays.ts";
import { curious } from "./testing/curious.ts";
import { TestFunctions } from "./testing/functions.ts";
import { socketOfOthers } from "./testing/socketOfOthers.ts";

/** Not in `/tmp`, which functions have one of their own of. */

/** By Node.js, by its objects within, and of a port that nobody listens on. */
const refusals: unknown[] = ["EACCES", -constants.errno.EACCES, "ECONNREFUSED"];

/** A function that uses up its memory does so soon. */
const littleMemory = { NODE_OPTIONS: "--max-old-space-size=64" };

describe("a function that looks around", () => {
  const functions = new TestFunctions();
  let outside: string;
  let secret: string;

  beforeEach(async () => {
    await mkdir(folderOfTests, { recursive: true });
    outside = await mkdtemp(join(folderOfTests, "outside-"));
    secret = join(outside, "id_ed25519");
    await writeFile(secret, "SECRET=of-the-user");
    process.env["PALISADE_TEST_SECRET"] = "of-the-user";
  });
  afterEach(async () => {
    delete process.env["PALISADE_TEST_SECRET"];
    await functions.removeAll();
    await rm(outside, { recursive: true });
  });

  const attempt = async (way: string, what?: string) =>
    (await functions.create(curious)).call({ way, what });

  for (const way of ["read", "readBytes", "readUrl", "readLater", "loadEnvironment"]) {
    it(`finds no file of the user's: ${way}`, async () => {
      assert.equal(await attempt(way, secret), "ERR_ACCESS_DENIED");
    });
  }

  it("finds no file of the user's by a way through its own folder", async () => {
    const runtime = await functions.create(curious);
    const what = `${runtime.codeDirectory}/${relative(runtime.codeDirectory, secret)}`;

    assert.equal(await runtime.call({ way: "read", what }), "ERR_ACCESS_DENIED");
  });

  it("finds no file in a folder whose name begins like its own", async () => {
    const codeDirectory = join(outside, "id");
    await mkdir(codeDirectory);
    await writeFile(join(codeDirectory, "index.mjs"), curious);
    const runtime = await functions.create(curious, { codeDirectory });

    assert.equal(await runtime.call({ way: "read", what: secret }), "ERR_ACCESS_DENIED");
  });

  for (const [way, what, answer] of closedWays) {
    it(`is refused: ${way} ${what ?? ""}`, async () => {
      assert.equal(await attempt(way, what), answer);
    });
  }

  it("may ask whether a file exists, and learns nothing", async () => {
    assert.equal(await attempt("exists", secret), false);
  });

  it("writes nothing outside, and loads nothing from there", async () => {
    await writeFile(join(outside, "code.cjs"), "module.exports = 'ran'");
    const file = join(outside, "written");

    assert.equal(await attempt("write", file), "ERR_ACCESS_DENIED");
    assert.equal(await attempt("load", join(outside, "code.cjs")), "ERR_ACCESS_DENIED");
    assert.equal(await attempt("import", join(outside, "code.cjs")), "ERR_ACCESS_DENIED");
    assert.equal(existsSync(file), false);
  });

  it("follows no link that its folder holds", async () => {
    const runtime = await functions.create(curious);
    await symlink(secret, join(runtime.codeDirectory, "link.cjs"));

    assert.equal(await runtime.call({ way: "load", what: "./link.cjs" }), "ERR_ACCESS_DENIED");
  });

  it("has an environment of its own as a process too", async function () {
    if (!existsSync("/proc/self/environ")) this.skip();
    const pids = `
      export const handler = async () => process.pid;`;
    const runtime = await functions.create(pids, { environment: { OWN: "own" } });

    const environ = await readFile(`/proc/${String(await runtime.call())}/environ`, "utf8");

    assert.doesNotMatch(environ, /of-the-user|HOME=|NODE_CHANNEL/);
  });

  it("is not let out by its variables", async () => {
    const runtime = await functions.create(curious, {
      environment: {
        NODE_OPTIONS: `--allow-fs-read=* --allow-child-process --require=${secret} --permission-audit`,
        LD_PRELOAD: "/nowhere.so",
        NODE_V8_COVERAGE: outside,
        NODE_REDIRECT_WARNINGS: join(outside, "warnings"),
      },
    });

    assert.equal(await runtime.call({ way: "read", what: secret }), "ERR_ACCESS_DENIED");
    assert.equal(await runtime.call({ way: "run" }), "ERR_ACCESS_DENIED");
    await runtime.close();
    assert.equal(existsSync(join(outside, "warnings")), false);
  });

  for (const way of [
    "socket",
    "socketOptions",
    "socketLater",
    "socketByHandle",
    "socketBySecondLook",
    "socketHttp",
  ]) {
    it(`reaches no socket of another program: ${way}`, async () => {
      const path = join(outside, "docker.sock");
      const server = createServer((_, response) => response.end()).listen(path);

      const answer = await attempt(way, path);

      server.close();
      assert.ok(refusals.includes(answer), JSON.stringify(answer));
    });
  }

  for (const change of [
    "none",
    "startsWith",
    "some",
    "values",
    "entries",
    "lists",
    "maps",
    "texts",
    "text",
    "apply",
    "call",
    "resolve",
    "workingFolder",
    "getters",
    "name",
    "hosts",
    "start",
  ]) {
    it(`reaches no socket of another program by a change of what is global: ${change}`, async () => {
      const path = join(outside, "docker.sock");
      const others = await socketOfOthers(path);
      const runtime = await functions.create(curious, {
        socketFolder: join(outside, "sockets"),
        timeoutMs: 2000,
      });

      await runtime.call({ way: "socketAfter", what: { change, path } }).catch(() => {});

      assert.equal(await others.connections(), 0);
    });
  }

  it("makes no socket among those of services", async () => {
    const runtime = await functions.create(curious, { socketFolder: outside });

    const answer = await runtime.call({ way: "ownSocket", what: join(outside, "s") });

    assert.equal(answer, "EACCES");
  });

  it("reaches a socket that its VPC's names lead to", async () => {
    const path = join(outside, "s");
    const server = createServer((_, response) => response.end()).listen(path);
    const hosts = { "orders:80": { path } as unknown as HostAddress };
    const runtime = await functions.create(curious, { hosts, socketFolder: outside });

    const answer = await runtime.call({ way: "http", what: "http://orders/" });

    server.close();
    assert.equal(answer, 200);
  });

  it("makes no socket elsewhere", async () => {
    assert.equal(await attempt("ownSocket", "/tmp/../tmp/../x.sock"), "EACCES");
    assert.equal(await attempt("ownSocket", join(outside, "x.sock")), "EACCES");
  });

  describe("has of Lambda's", () => {
    it("a /tmp of its own, which is there after its process has ended", async () => {
      const one = await functions.create(curious);
      const other = await functions.create(curious);
      const name = `palisade-test-${process.pid}`;
      const what = `/tmp/${name}`;

      assert.equal(await one.call({ way: "write", what }), "written");
      await one.call({ way: "babble" });

      assert.equal(await one.call({ way: "read", what }), "text");
      assert.equal(await one.call({ way: "readLater", what }), "text");
      assert.equal(await one.call({ way: "list", what: "/tmp" }), name);
      assert.equal(await other.call({ way: "exists", what }), false);
      assert.equal(existsSync(what), false);
    });

    it("its own priority to set", async () => {
      assert.equal(await attempt("ownPriority"), "set");
    });

    it("sockets in it", async () => {
      assert.equal(await attempt("ownSocket", "/tmp/server.sock"), 200);
    });

    it("its code's folder as the working folder, and UTC", async () => {
      const runtime = await functions.create(curious);

      assert.equal(await runtime.call({ way: "here" }), runtime.codeDirectory);
      assert.equal(await runtime.call({ way: "offset" }), 0);
    });

    it("an end of its own when its memory is used up", async () => {
      const runtime = await functions.create(curious, { environment: littleMemory });

      const { errorType, errorMessage } = (await runtime.call({ way: "exhaust" })) as {
        errorType: string;
        errorMessage: string;
      };

      assert.equal(errorType, "Runtime.ExitError");
      assert.match(errorMessage, /exited with error: (signal: |exit status )/);
      await runtime.logged(/heap/);
      assert.equal(await runtime.call({ way: "offset" }), 0);
    });
  });

  it("ends its own process alone when it writes to the platform's pipe", async () => {
    const runtime = await functions.create(curious);

    const { errorType } = (await runtime.call({ way: "babble" })) as { errorType: string };

    assert.equal(errorType, "Runtime.ExitError");
    await runtime.logged(/^The function's process is ended: /);
    assert.equal(await runtime.call({ way: "offset" }), 0);
  });

  it("runs where its folder's path is odd or leads through a link", async () => {
    const odd = join(outside, "a, b=c*");
    await mkdir(odd);
    await writeFile(join(odd, "index.mjs"), curious);
    await symlink(odd, join(outside, "link"));
    for (const codeDirectory of [odd, join(outside, "link")]) {
      const runtime = await functions.create(curious, { codeDirectory });

      assert.equal(await runtime.call({ way: "offset" }), 0);
      assert.equal(await runtime.call({ way: "read", what: secret }), "ERR_ACCESS_DENIED");
    }
  });

  it("is gone with a platform that was killed, also from an endless loop", async () => {
    const codeDirectory = await functions.writeBundle({
      "index.mjs": `
        import { writeFileSync } from "node:fs";
        export const handler = async ({ name, loop }) => {
          writeFileSync(name, String(process.pid));
          if (loop) for (;;);
          await new Promise(() => {});
        };`,
    });
    const program = `
      import { createFunctionRuntime } from ${JSON.stringify(new URL("./index.ts", import.meta.url))};
      import { Children } from ${JSON.stringify(new URL("../../project/children.ts", import.meta.url))};
      const children = new Children(() => {});
      for (const [name, loop] of [["idle", false], ["stuck", true]]) {
        const runtime = createFunctionRuntime({
          name, arn: "f", region: "us-east-1", handler: "index.handler",
          codeDirectory: ${JSON.stringify(codeDirectory)},
          environment: {}, timeoutMs: 600000, memoryMb: 128, logFile: ${JSON.stringify(`${codeDirectory}/log`)},
        }, { temporaryFolder: ${JSON.stringify(codeDirectory)}, onProcess: (child) => children.adopt(child) });
        void runtime.invoke(JSON.stringify({ name, loop }));
      }`;
    const platform = spawn(
      process.execPath,
      ["--import", "tsx", "--input-type=module", "--eval", program],
      { stdio: "ignore" },
    );
    const pids = await Promise.all(
      ["idle", "stuck"].map((name) => readWhenWritten(join(codeDirectory, name))),
    );

    platform.kill("SIGKILL");

    while (pids.some(runs)) await new Promise((resolve) => setTimeout(resolve, 20));
  });
});

async function readWhenWritten(file: string): Promise<number> {
  for (;;) {
    const text = existsSync(file) ? await readFile(file, "utf8") : "";
    if (text !== "") return Number(text);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
