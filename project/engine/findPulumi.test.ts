import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { offlineEngine } from "./environment.ts";
import { findPulumi } from "./findPulumi.ts";

// Tests the search on PATH only; tests/engine runs the CLI that is found or built.

describe("findPulumi", () => {
  const original = { PATH: process.env["PATH"], XDG_CACHE_HOME: process.env["XDG_CACHE_HOME"] };
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "find-pulumi-"));
    await mkdir(join(folder, "bin"));
    process.env["PATH"] = [join(folder, "bin"), "/bin", "/usr/bin"].join(delimiter);
  });

  afterEach(async () => {
    for (const [name, value] of Object.entries(original)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await rm(folder, { recursive: true });
  });

  async function writeExecutable(path: string, script: string): Promise<void> {
    await writeFile(join(folder, path), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, path), 0o755);
  }

  const find = () => findPulumi(() => {});

  it("finds the CLI on PATH", async () => {
    await writeExecutable("bin/pulumi", "echo v3.240.1");

    const pulumi = await find();

    assert.deepEqual(pulumi, {
      command: join(folder, "bin/pulumi"),
      version: "3.240.1",
      hasNodeHost: false,
    });
  });

  it("finds the language host beside the target of a link on PATH", async () => {
    await mkdir(join(folder, "installed"));
    await writeExecutable("installed/pulumi", "echo v3.240.1");
    await writeExecutable("installed/pulumi-language-nodejs", "");
    await symlink(join(folder, "installed/pulumi"), join(folder, "bin/pulumi"));

    const { hasNodeHost } = await find();

    assert.equal(hasNodeHost, true);
  });

  it("says without Go that an installed CLI does too", async () => {
    process.env["PATH"] = join(folder, "bin");
    process.env["XDG_CACHE_HOME"] = join(folder, "cache");

    await assert.rejects(
      find(),
      /Go is not installed\. Install it from go\.dev\. Or install Pulumi 3\..* and put it on PATH\.$/,
    );
  });

  for (const [what, script] of [
    ["is too old", "echo v3.1.0"],
    ["does not respond", "exit 1"],
  ] as const) {
    it(`builds a CLI if the one on PATH ${what}`, async () => {
      await writeExecutable("bin/pulumi", script);
      process.env["XDG_CACHE_HOME"] = join(folder, "cache");
      await writeExecutable(
        "bin/go",
        'while [ "$1" != -o ]; do [ $# = 0 ] && exit 0; shift; done; touch "$2"',
      );

      const announced: string[] = [];
      const { command } = await findPulumi((message) => announced.push(message));

      assert.match(announced[0] ?? "", /^Not using .*\/bin\/pulumi: it does not run, or is older/);
      assert.match(announced[1] ?? "", /^Building pulumi 3\./);
      assert.match(command, /cache\/palisade\/pulumi-3\.\d+\.\d+-\w+\/pulumi$/);
    });
  }
});

describe("offlineEngine", () => {
  const pulumi = { command: "/opt/pulumi", version: "3.240.1", hasNodeHost: true };
  let folder: string;

  before(async () => (folder = await mkdtemp(join(tmpdir(), "engine-"))));
  after(() => rm(folder, { recursive: true }));

  it("adds the replacement host to PATH only if there is no other", async () => {
    const pluginFolders = ["/plugins"];

    const own = await offlineEngine({ folder, pulumi, pluginFolders });
    const none = await offlineEngine({
      folder,
      pulumi: { ...pulumi, hasNodeHost: false },
      pluginFolders,
    });

    assert.doesNotMatch(own["PATH"] ?? "", /engine\/hosts\/bin/);
    assert.match(none["PATH"] ?? "", /^\/plugins:[^:]*engine\/hosts\/bin:/);
  });

  it("ignores the user's Pulumi settings", async () => {
    process.env["PULUMI_STACK"] = "prod-us-east-1";
    process.env["PULUMI_ACCESS_TOKEN"] = "the user's";

    const env = await offlineEngine({ folder, pulumi, pluginFolders: [] });

    delete process.env["PULUMI_STACK"];
    delete process.env["PULUMI_ACCESS_TOKEN"];
    assert.equal(env["PULUMI_STACK"], undefined);
    assert.equal(env["PULUMI_ACCESS_TOKEN"], undefined);
    assert.equal(env["PULUMI_BACKEND_URL"], `file://${folder}/state`);
  });
});
