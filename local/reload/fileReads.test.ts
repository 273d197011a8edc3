import assert from "node:assert/strict";
import fs, { existsSync, readdirSync, readFileSync } from "node:fs";
import { readFile, mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { recordReads } from "./fileReads.ts";

describe("recordReads", () => {
  let folder: string;
  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "reads-")));
    await mkdir(join(folder, "project", "node_modules"), { recursive: true });
    for (const file of ["a", "b", "c", "node_modules/d", "../e"]) {
      await writeFile(join(folder, "project", file), file);
    }
  });
  after(() => rm(folder, { recursive: true }));

  it("tells contents, listings and questions apart, until it ends", async () => {
    const at = (name: string) => join(folder, "project", name);

    const stop = recordReads(join(folder, "project"));
    readFileSync(pathToFileURL(at("b")));
    await readFile(at("a"));
    fs.readFileSync(at("../e"));
    fs.readFileSync(at("node_modules/d"));
    readdirSync(at(""));
    existsSync(at("missing"));
    const reads = stop();
    readFileSync(at("c"));

    assert.deepEqual(reads, {
      files: [at("a"), at("b")],
      folders: [join(folder, "project")],
      asked: [at("missing")],
    });
    assert.deepEqual(stop(), reads);
  });
});
