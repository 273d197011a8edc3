import assert from "node:assert/strict";
import { existsSync, statSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Children } from "../../project/children.ts";
import { makeSocketFolder, newSocketPath } from "./socket.ts";

describe("a folder for sockets", () => {
  let parent: string;
  let children: Children;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), "s-"));
    children = new Children(() => {});
  });
  afterEach(async () => {
    await children.close();
    await rm(parent, { recursive: true });
  });

  it("is accessible only to its owner", async () => {
    await chmod(parent, 0o777);

    const folder = await makeSocketFolder(parent, children);

    assert.equal(dirname(folder), parent);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
  });

  it("is elsewhere if paths would be too long, and is removed with the platform", async () => {
    const long = join(parent, "a".repeat(80));
    await mkdir(long);

    const folder = await makeSocketFolder(long, children);

    const path = newSocketPath(folder, 65_535);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path, resolve));
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    assert.ok(Buffer.byteLength(path) <= 103);
    await new Promise((resolve) => server.close(resolve));
    await children.close();
    assert.equal(existsSync(folder), false);
  });
});
