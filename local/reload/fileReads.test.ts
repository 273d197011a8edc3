import assert from "node:assert/strict";
import fs, { existsSync, readdirSync, readFileSync } from "node:fs";
import { readFile, mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
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

  it("knows what is below a folder that is listed or copied as a whole, and keeps what functions have", async () => {
    const project = join(folder, "project");
    await mkdir(join(project, "deep/deeper"), { recursive: true });
    await writeFile(join(project, "deep/deeper/file"), "");

    const stop = recordReads(project);
    readdirSync(join(project, "deep"), { recursive: true });
    const listed = stop();
    const again = recordReads(project);
    fs.cpSync(join(project, "deep"), join(folder, "copy"), { recursive: true });
    const exists = await promisify(fs.exists)(join(project, "deep"));
    const copied = again();

    const folders = [join(project, "deep"), join(project, "deep/deeper")];
    assert.deepEqual([listed.folders, listed.files], [folders, []]);
    assert.deepEqual(copied.folders, folders);
    assert.ok(copied.files.includes(join(project, "deep/deeper/file")));
    assert.equal(exists, true);
  });
});
