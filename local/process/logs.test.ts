import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Logs } from "./logs.ts";

describe("Logs", () => {
  let parent: string;
  before(async () => {
    parent = await mkdtemp(join(tmpdir(), "palisade-logs-"));
  });
  after(() => rm(parent, { recursive: true }));

  it("are accessible only to the user", async () => {
    const logs = new Logs(parent);
    logs.close();

    assert.equal((await stat(logs.folder)).mode & 0o777, 0o700);
  });

  it("keeps each log's lines in order, including those just before closing", async () => {
    const logs = new Logs(parent);
    logs.write("us-east-1/orders", "first");
    logs.write("us-east-1/catalog", "other");
    await new Promise(setImmediate);
    logs.write("us-east-1/orders", "second");
    logs.write("us-east-1/orders", "third");
    logs.close();

    const read = (name: string) => readFile(join(logs.folder, "us-east-1", name), "utf8");
    assert.equal(await read("orders.log"), "first\nsecond\nthird\n");
    assert.equal(await read("catalog.log"), "other\n");
  });

  it("writes a turn's lines by the end of the turn", async () => {
    const logs = new Logs(parent);
    logs.write("us-east-1/turn", "first");
    logs.write("us-east-1/turn", "second");
    await new Promise(setImmediate);

    assert.equal(await readFile(logs.fileOf("us-east-1/turn"), "utf8"), "first\nsecond\n");
    logs.close();
  });

  it("loses only the lines of a full log", async function () {
    if (!existsSync("/dev/full")) this.skip();
    const logs = new Logs(parent);
    await symlink("/dev/full", logs.fileOf("full"));
    logs.write("full", "lost");
    logs.write("next", "kept");

    logs.close();

    assert.equal(await readFile(logs.fileOf("next"), "utf8"), "kept\n");
  });

  it("stay in their folder, whatever the name", () => {
    const logs = new Logs(parent);

    assert.throws(() => logs.fileOf("us-east-1/../../../evil"), { name: "PathError" });
    logs.write("../../evil", "line");
    logs.close();

    assert.equal(existsSync(join(logs.folder, "..", "..", "evil.log")), false);
  });
});
