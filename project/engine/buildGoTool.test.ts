import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

// Each build runs in a separate process, with a fake Go.
const build = `
  import { buildGoTool } from ${JSON.stringify(fileURLToPath(new URL("buildGoTool.ts", import.meta.url)))};
  const tool = { name: "tool", version: "1.2.3", moduleDirectory: process.env["MODULE"], package: "example.org/tool", ldflags: "-s" };
  try {
    console.log(await buildGoTool(tool, (message) => console.log("announced: " + message)));
  } catch (error) {
    console.log(error.name + ": " + error.message);
  }
`;

/** Writes the executable once two builds are running, so they certainly overlap. */
const goInStep = `
[ "$1" = version ] && exit 0
touch "$MODULE/started.$$"
while [ "$(ls "$MODULE" | grep -c started)" -lt 2 ]; do sleep 0.02; done
while [ "$1" != -o ]; do shift; done
echo built > "$2"
`;

const goFailing = `
[ "$1" = version ] && exit 0
echo "go: downloading example.org/tool v1.2.3" >&2
echo "go: example.org/tool@v1.2.3: module lookup disabled by GOPROXY=off" >&2
exit 1
`;

describe("buildGoTool", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "go-tool-"));
    await mkdir(join(folder, "module"));
    await writeFile(join(folder, "module", "go.sum"), "example.org/tool v1.2.3 h1:abc=\n");
  });

  afterEach(() => rm(folder, { recursive: true }));

  async function writeGo(script: string): Promise<void> {
    await mkdir(join(folder, "bin"), { recursive: true });
    await writeFile(join(folder, "bin", "go"), `#!/bin/sh\n${script}`);
    await chmod(join(folder, "bin", "go"), 0o755);
  }

  async function buildInProcess(path: string): Promise<string[]> {
    const args = ["--import", "tsx", "--input-type=module", "-e", build];
    const env = {
      PATH: path,
      MODULE: join(folder, "module"),
      XDG_CACHE_HOME: join(folder, "cache"),
    };
    const { stdout } = await run(process.execPath, args, { env });
    return stdout.trim().split("\n");
  }

  const pathWithGo = () => [join(folder, "bin"), process.env["PATH"]].join(delimiter);
  const cached = () => readdir(join(folder, "cache", "palisade"));

  it("builds once, even when two processes start at the same time", async () => {
    await writeGo(goInStep);

    const outputs = await Promise.all([buildInProcess(pathWithGo()), buildInProcess(pathWithGo())]);
    const again = await buildInProcess(pathWithGo());

    const [name, ...others] = await cached();
    assert.match(name ?? "", /^tool-1\.2\.3-[0-9a-f]{12}$/);
    assert.deepEqual(others, []);
    const executable = join(folder, "cache", "palisade", name!, "tool");
    for (const lines of outputs) {
      assert.match(lines[0] ?? "", /^announced: Building tool 1\.2\.3/);
      assert.equal(lines[1], executable);
    }
    assert.deepEqual(again, [executable]);
  });

  it("reports in one line why Go failed, and leaves nothing behind", async () => {
    await writeGo(goFailing);

    const [, error, ...more] = await buildInProcess(pathWithGo());

    assert.match(error ?? "", /^GoBuildError: tool 1\.2\.3 could not be built: .*GOPROXY=off/);
    assert.doesNotMatch(error ?? "", /downloading/);
    assert.deepEqual(more, []);
    assert.deepEqual(await cached(), []);
  });

  it("reports a missing Go installation", async () => {
    const lines = await buildInProcess(join(folder, "empty"));

    assert.equal(lines.length, 1);
    assert.match(
      lines[0] ?? "",
      /^GoBuildError: tool 1\.2\.3 could not be built: Go is not installed\./,
    );
  });
});
