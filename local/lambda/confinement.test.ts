import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { closedWays, folderOfTests } from "./testing/closedWays.ts";
import { curious } from "./testing/curious.ts";
import { TestFunctions } from "./testing/functions.ts";

/** Limits memory, so that it is used up quickly. */
const littleMemory = { NODE_OPTIONS: "--max-old-space-size=64" };

describe("a confined function", () => {
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
    it(`cannot read the user's files: ${way}`, async () => {
      assert.equal(await attempt(way, secret), "ERR_ACCESS_DENIED");
    });
  }

  it("cannot read the user's files by a path through its own folder", async () => {
    const runtime = await functions.create(curious);
    const what = `${runtime.codeDirectory}/${relative(runtime.codeDirectory, secret)}`;

    assert.equal(await runtime.call({ way: "read", what }), "ERR_ACCESS_DENIED");
  });

  it("cannot read files next to its folder whose names begin with the folder's", async () => {
    const codeDirectory = join(outside, "id");
    await mkdir(codeDirectory);
    await writeFile(join(codeDirectory, "index.mjs"), curious);
    const runtime = await functions.create(curious, { codeDirectory });

    assert.equal(await runtime.call({ way: "read", what: secret }), "ERR_ACCESS_DENIED");
  });

  for (const [way, what, result] of closedWays) {
    it(`is refused: ${way} ${what ?? ""}`, async () => {
      assert.equal(await attempt(way, what), result);
    });
  }

  it("learns nothing from existsSync", async () => {
    assert.equal(await attempt("exists", secret), false);
  });

  it("cannot write or load files outside", async () => {
    await writeFile(join(outside, "code.cjs"), "module.exports = 'ran'");
    const file = join(outside, "written");

    assert.equal(await attempt("write", file), "ERR_ACCESS_DENIED");
    assert.equal(await attempt("load", join(outside, "code.cjs")), "ERR_ACCESS_DENIED");
    assert.equal(await attempt("import", join(outside, "code.cjs")), "ERR_ACCESS_DENIED");
    assert.equal(existsSync(file), false);
  });

  it("cannot follow links in its folder", async () => {
    const runtime = await functions.create(curious);
    await symlink(secret, join(runtime.codeDirectory, "link.cjs"));

    assert.equal(await runtime.call({ way: "load", what: "./link.cjs" }), "ERR_ACCESS_DENIED");
  });

  it("has its own process environment", async function () {
    if (!existsSync("/proc/self/environ")) this.skip();
    const pids = `
      export const handler = async () => process.pid;`;
    const runtime = await functions.create(pids, { environment: { OWN: "own" } });

    const environ = await readFile(`/proc/${String(await runtime.call())}/environ`, "utf8");

    assert.doesNotMatch(environ, /of-the-user|HOME=|NODE_CHANNEL/);
  });

  it("stays confined whatever its variables are", async () => {
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

  describe("has, as on Lambda,", () => {
    it("its own /tmp, which outlives its process", async () => {
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

    it("control of its own priority", async () => {
      assert.equal(await attempt("ownPriority"), "set");
    });

    it("sockets in its /tmp", async () => {
      assert.equal(await attempt("ownSocket", "/tmp/server.sock"), 200);
    });

    it("its code's folder as the working directory, and UTC", async () => {
      const runtime = await functions.create(curious);

      assert.equal(await runtime.call({ way: "here" }), runtime.codeDirectory);
      assert.equal(await runtime.call({ way: "offset" }), 0);
    });

    it("a failure of this function alone when its memory is used up", async () => {
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

  it("ends only its own process when it writes to the platform's pipe", async () => {
    const runtime = await functions.create(curious);

    const { errorType } = (await runtime.call({ way: "babble" })) as { errorType: string };

    assert.equal(errorType, "Runtime.ExitError");
    await runtime.logged(/^The function's process is ended: /);
    assert.equal(await runtime.call({ way: "offset" }), 0);
  });

  it("runs in a folder with an unusual path or behind a link", async () => {
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

  it("ends when the platform is killed, even in an endless loop", async () => {
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
