import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keptAccount } from "./keptAccount.ts";

describe("keptAccount", () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "account-"));
    file = join(folder, "account.json");
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("is made once", async () => {
    const account = await keptAccount(folder);

    assert.deepEqual(await keptAccount(folder), account);
    assert.deepEqual(await readdir(folder), ["account.json"]);
  });

  it("keeps a damaged file beside the new one", async () => {
    await writeFile(file, '{ "key": "AAAA"');

    const account = await keptAccount(folder);

    assert.deepEqual(JSON.parse(await readFile(file, "utf8")), account);
    assert.equal(await readFile(`${file}.damaged`, "utf8"), '{ "key": "AAAA"');
  });

  it("fails if the file can't be read, instead of making a key that fits no data", async () => {
    await mkdir(file);

    await assert.rejects(keptAccount(folder), { code: "EISDIR" });
  });
});
