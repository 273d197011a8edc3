import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../support/platformProcess.ts";

// The check fails before npm is called. Does not test that npm would empty the folder.
describe("ensureDependencies", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "palisade-link-")));
    await mkdir(join(folder, "clone/scripts"), { recursive: true });
    await mkdir(join(folder, "other/node_modules/kept"), { recursive: true });
    const script = "scripts/dependencies.mjs";
    await cp(join(root, script), join(folder, "clone", script));
    const lock = { packages: { "node_modules/tsx": { version: "9.9.9" } } };
    await writeFile(join(folder, "clone/package-lock.json"), JSON.stringify(lock));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Without npm on PATH, so that a failing check downloads nothing. */
  const run = () => {
    const code = 'await (await import("./scripts/dependencies.mjs")).ensureDependencies()';
    const options = {
      cwd: join(folder, "clone"),
      env: { PATH: folder },
      encoding: "utf8",
    } as const;
    return spawnSync(process.execPath, ["--input-type=module", "-e", code], options);
  };

  it("does not change a linked folder with other packages, and explains the fix", async () => {
    const target = join(folder, "other/node_modules");
    await symlink(target, join(folder, "clone/node_modules"));

    const { status, stderr } = run();

    assert.equal(status, 1);
    assert.ok(
      stderr.includes(`node_modules is a link to ${target}, which does not contain`),
      stderr,
    );
    assert.match(stderr, /Run npm ci there, or remove the link/);
    assert.deepEqual(await readdir(target), ["kept"]);
  });

  it("names a broken link", async () => {
    await symlink(join(folder, "gone"), join(folder, "clone/node_modules"));

    assert.match(run().stderr, /a link to a missing folder/);
  });

  it("reports npm's messages if it fails, and none about its requests", async () => {
    const npm =
      "#!/bin/sh\necho 'npm http fetch GET 200 https://registry/a'\necho 'npm error no way' >&2\nexit 3\n";
    await writeFile(join(folder, "npm"), npm, { mode: 0o755 });

    const { status, stdout, stderr } = run();

    assert.equal(status, 1);
    assert.match(stderr, /^npm error no way$/m);
    assert.doesNotMatch(stderr, /npm http/);
    // A command's output can be piped.
    assert.equal(stdout, "");
  });

  it("accepts a linked folder that is current", async () => {
    const target = join(folder, "other/node_modules");
    await cp(join(folder, "clone/package-lock.json"), join(target, ".package-lock.json"));
    await symlink(target, join(folder, "clone/node_modules"));

    assert.equal(run().status, 0);
  });
});
