import assert from "node:assert/strict";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { isInProject, locateFor } from "./exportFiles.ts";

describe("a path in an export", () => {
  let folder: string;
  let root: string;
  let own: string;

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "exports-")));
    root = join(folder, "project");
    own = join(folder, "repository", "infra");
    for (const path of [
      "project/services/orders/server.js",
      "project/.env",
      "project/.git/config",
      "repository/.git/config",
      "repository/app/index.js",
      "repository/.env",
      "repository/infra/build/index.js",
      "repository/infra/.serverless/code.zip",
      "secrets/id",
    ]) {
      await mkdir(join(folder, path, ".."), { recursive: true });
      await writeFile(join(folder, path), "");
    }
    await symlink(join(folder, "secrets"), join(own, "link"));
  });
  after(() => rm(folder, { recursive: true }));

  const locate = (path: string) => locateFor(join(own, "export.json"), root)(path);

  const found: [what: string, path: string, at: string][] = [
    ["in its own folder", "build", "repository/infra/build"],
    ["hidden in its own folder", ".serverless/code.zip", "repository/infra/.serverless/code.zip"],
    ["in its repository", "../app", "repository/app"],
    ["in the project", "services/orders", "project/services/orders"],
    ["if it does not exist", "./lost.zip", "repository/infra/lost.zip"],
  ];
  for (const [what, path, at] of found) {
    it(`is found ${what}`, () => {
      assert.equal(locate(path), join(folder, at));
    });
  }

  // The program runs in `.local/deploy/project`, so bundles in the project's folder are above it.
  it("is found from the folder of local deployments, wherever the export is", async () => {
    await mkdir(join(root, "dist/proxy"), { recursive: true });
    await mkdir(join(root, ".local/deploy/state"), { recursive: true });

    for (const file of [join(own, "export.json"), join(root, "export.json"), "/export.json"]) {
      const locate = locateFor(file, root);

      assert.equal(locate("../../../dist/proxy"), join(root, "dist/proxy"));
      assert.throws(() => locate("../state"), { name: "PathError" });
      assert.throws(() => locate("../../../.env"), { name: "PathError" });
      assert.throws(() => locate("../../../../secrets/id"), { name: "PathError" });
    }
  });

  it("is found by an absolute path", () => {
    assert.equal(locate(join(own, "build")), join(own, "build"));
  });

  for (const path of [
    "/etc/passwd",
    "/proc/self/environ",
    "/",
    homedir(),
    "../../secrets/id",
    "../../secrets/nowhere",
    "link/id",
    "build/../../../secrets",
    "..",
    "../.env",
    ".env",
    "../../project",
    ".git/config",
    "../.git/config",
    "build\0",
  ]) {
    it(`is refused at ${JSON.stringify(path)}`, () => {
      assert.throws(() => locate(path), {
        name: "PathError",
        message: /is outside of the folders that .*export\.json may use: .*Move the export/,
      });
    });
  }

  it("is never a hidden file if the export is at the top of the project or a repository", () => {
    for (const top of ["project", "repository"]) {
      const atTop = locateFor(join(folder, top, "export.json"), root);

      assert.throws(() => atTop("./.env"), { name: "PathError" });
      assert.throws(() => atTop(".git/config"), { name: "PathError" });
      assert.throws(() => atTop("."), { name: "PathError" });
    }
    assert.ok(locateFor(join(folder, "repository", "export.json"), root)("app"));
  });

  it("is not resolved in the user's home folder", () => {
    const inHome = locateFor(join(homedir(), "export.json"), root);

    assert.throws(() => inHome(".ssh/id_ed25519"), { name: "PathError" });
    assert.throws(() => inHome("documents"), { name: "PathError" });
  });

  it("belongs to the project only if the export does, not just a link to it", async () => {
    const file = join(root, "export.json");
    await writeFile(join(own, "export.json"), "");
    await symlink(join(own, "export.json"), file);

    assert.equal(isInProject(join(root, "other.json"), root), true);
    assert.equal(isInProject(file, root), false);
    assert.equal(isInProject(join(folder, "project-twin", "export.json"), root), false);
  });
});
