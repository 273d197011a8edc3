import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rm, symlink, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { imageDigest, sourceDigest } from "./imageDigest.ts";

describe("the digest of an image's sources", () => {
  let context: string;

  const write = async (path: string, content: string) => {
    await mkdir(dirname(join(context, path)), { recursive: true });
    await writeFile(join(context, path), content);
  };
  const digest = (dockerfile?: string) => sourceDigest({ context, dockerfile });

  beforeEach(async () => {
    context = await mkdtemp(join(tmpdir(), "image-"));
    await write("Dockerfile", "FROM scratch");
    await write("server.js", "serve()");
    await write("lib/tool.js", "tool()");
  });
  afterEach(() => rm(context, { recursive: true }));

  const changes: Record<string, () => Promise<void>> = {
    "another content": () => write("lib/tool.js", "tool(2)"),
    "a further file": () => write("lib/more.js", ""),
    "a file less": () => unlink(join(context, "lib/tool.js")),
    "another Dockerfile": () => write("Dockerfile", "FROM node"),
    "the permission to execute a file": () => chmod(join(context, "server.js"), 0o755),
    "a link": () => symlink("server.js", join(context, "main.js")),
    "another name of a file": async () => {
      await unlink(join(context, "lib/tool.js"));
      await write("lib/tools.js", "tool()");
    },
    "a file that is ignored no longer": () => write(".dockerignore", "**\n!server.js"),
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`changes with ${what}`, async () => {
      const before = await digest();
      await change();

      assert.notEqual(await digest(), before);
    });
  }

  const others: Record<string, () => Promise<void>> = {
    "the time of a file": () => write("server.js", "serve()"),
    "installed packages": () => write("lib/node_modules/a/index.js", "a()"),
    "an empty folder": async () => void (await mkdir(join(context, "empty"))),
    "an ignored file": () => write("docs/notes.md", "notes"),
    "a file that group and others may not read": () => chmod(join(context, "server.js"), 0o600),
  };
  for (const [what, change] of Object.entries(others)) {
    it(`does not change with ${what}`, async () => {
      await write(".dockerignore", "docs");
      const before = await digest();
      await change();

      assert.equal(await digest(), before);
    });
  }

  it("is the same for a copy of the sources", async () => {
    const before = await digest();
    await rm(context, { recursive: true });
    await write("lib/tool.js", "tool()");
    await write("server.js", "serve()");
    await write("Dockerfile", "FROM scratch");

    assert.equal(await digest(), before);
  });

  it("includes the Dockerfile even if it is ignored", async () => {
    await write(".dockerignore", "Dockerfile");
    const before = await digest();
    await write("Dockerfile", "FROM node");

    assert.notEqual(await digest(), before);
  });

  it("includes packages that .dockerignore excepts", async () => {
    await write(".dockerignore", "!node_modules");
    const before = await digest();
    await write("node_modules/a/index.js", "a()");

    assert.notEqual(await digest(), before);
  });

  it("prefers the ignore file of a Dockerfile to the context's", async () => {
    const dockerfile = join(context, "build/Dockerfile");
    await write("build/Dockerfile", "FROM scratch");
    await write("build/Dockerfile.dockerignore", "lib");
    await write(".dockerignore", "server.js");
    const before = await digest(dockerfile);
    await write("lib/tool.js", "tool(2)");
    const ignored = await digest(dockerfile);
    await write("server.js", "serve(2)");

    assert.equal(ignored, before);
    assert.notEqual(await digest(dockerfile), before);
  });

  it("needs a build context", async () => {
    await assert.rejects(sourceDigest({ context: join(context, "none") }), {
      name: "ImageSourceError",
      message: /^Build context \/.*\/none does not exist. Create it, or set "context"/,
    });
  });

  it("needs a Dockerfile", async () => {
    await unlink(join(context, "Dockerfile"));

    await assert.rejects(digest(), {
      name: "ImageSourceError",
      message: /^Dockerfile \/.*\/Dockerfile does not exist. Create it, or set "dockerfile"/,
    });
  });
});

describe("an image's digest", () => {
  const settings = { args: { a: "1", b: "2" }, target: "run", platform: "linux/arm64" };
  const digest = imageDigest("sources", settings);

  it("has Docker's format", () => {
    assert.match(digest, /^sha256:[0-9a-f]{64}$/);
  });

  it("does not depend on the order of the arguments", () => {
    assert.equal(imageDigest("sources", { ...settings, args: { b: "2", a: "1" } }), digest);
  });

  for (const change of [
    { args: { a: "1", b: "3" } },
    { args: undefined },
    { target: "build" },
    { platform: "linux/amd64" },
  ]) {
    it(`changes with ${JSON.stringify(change, (_, value: unknown) => value ?? null)}`, () => {
      assert.notEqual(imageDigest("sources", { ...settings, ...change }), digest);
    });
  }

  it("changes with the sources", () => {
    assert.notEqual(imageDigest("other sources", settings), digest);
  });
});
