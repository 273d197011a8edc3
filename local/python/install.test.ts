import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install, type Installation } from "./install.ts";

describe("an installation into the cache folder", () => {
  const cacheBefore = process.env["XDG_CACHE_HOME"];
  let folder: string;
  let announced: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "install-"));
    announced = [];
    process.env["XDG_CACHE_HOME"] = join(folder, "cache");
    await writeFile(join(folder, "requirements.txt"), "thing==1.0\n");
  });
  afterEach(async () => {
    if (cacheBefore === undefined) delete process.env["XDG_CACHE_HOME"];
    else process.env["XDG_CACHE_HOME"] = cacheBefore;
    await rm(folder, { recursive: true });
  });

  const thing = (make: Installation["make"]): Installation => ({
    folder: "thing",
    requirements: join(folder, "requirements.txt"),
    announcement: "Installing the thing",
    subject: "The thing",
    purpose: "things",
    otherwise: " Or do without.",
    make,
  });
  const installThing = (make: Installation["make"]) =>
    install(thing(make), (message) => announced.push(message));
  const makeFile: Installation["make"] = (into) => writeFile(join(into, "file"), "made");
  const inCache = () => readdir(join(folder, "cache", "palisade"));

  it("is made once for all concurrent and later uses", async () => {
    const [one, two] = await Promise.all([installThing(makeFile), installThing(makeFile)]);
    const later = await installThing(() => assert.fail());

    assert.equal(one, two);
    assert.equal(one, later);
    assert.equal(await readFile(join(one, "file"), "utf8"), "made");
    assert.deepEqual(announced, ["Installing the thing"]);
    assert.deepEqual(await inCache(), [one.split("/").at(-1)]);
  });

  it("has a separate folder for each version", async () => {
    const one = await installThing(makeFile);
    await writeFile(join(folder, "requirements.txt"), "thing==2.0\n");
    const two = await installThing(makeFile);

    assert.notEqual(one, two);
    assert.equal(announced.length, 2);
  });

  it("leaves nothing behind when it fails, and names its requirements", async () => {
    const half: Installation["make"] = async (into) => {
      await mkdir(join(into, "half"));
      throw new Error("no network");
    };

    await assert.rejects(installThing(half), {
      name: "InstallError",
      message:
        /^The thing could not be installed: no network\nIt needs the packages in .*requirements\.txt from PyPI .* Or do without\.$/,
    });
    assert.deepEqual(await inCache(), []);
  });
});
