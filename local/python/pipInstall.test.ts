import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { findPython, makeEnvironment, pipInstall } from "./install.ts";

/** The smallest package that pip accepts, with one module. */
const wheel = zipSync({
  "thing.py": strToU8("loaded = True\n"),
  "thing-1.0.dist-info/METADATA": strToU8("Metadata-Version: 2.1\nName: thing\nVersion: 1.0\n"),
  "thing-1.0.dist-info/WHEEL": strToU8("Wheel-Version: 1.0\nTag: py3-none-any\n"),
  "thing-1.0.dist-info/RECORD": strToU8(""),
});
const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

describe("pip install", function () {
  this.timeout(60_000);
  let folder: string;
  let python: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "pip-"));
    python = await makeEnvironment(join(folder, "environment"), await findPython("this test", ""));
    await writeFile(join(folder, "thing-1.0-py3-none-any.whl"), wheel);
  });
  after(() => rm(folder, { recursive: true }));

  const installThing = async (requirement: string) => {
    const requirements = join(folder, "requirements.txt");
    await writeFile(requirements, requirement);
    const offline = ["--no-index", "--find-links", folder];
    await pipInstall(python, [...offline, "--target", join(folder, "into"), "-r", requirements]);
  };
  const isInstalled = () => existsSync(join(folder, "into", "thing.py"));

  it("refuses a file with another hash than required", async () => {
    const another = hashOf(strToU8("another file of the same name and version"));

    await assert.rejects(installThing(`thing==1.0 --hash=sha256:${another}`), /DO NOT MATCH/);
    assert.equal(isInstalled(), false);
  });

  it("refuses a requirement without a hash", async () => {
    await assert.rejects(installThing("thing==1.0"), /--require-hashes/);
    assert.equal(isInstalled(), false);
  });

  it("installs the file with the required hash", async () => {
    await installThing(`thing==1.0 --hash=sha256:${hashOf(wheel)}`);

    assert.equal(isInstalled(), true);
  });
});
