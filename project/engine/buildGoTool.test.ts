import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

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

/** Builds once the file `go-on` exists, and counts the builds. */
const goWaiting = `
[ "$1" = version ] && exit 0
echo $$ >> "$MODULE/builds"
while [ ! -e "$MODULE/go-on" ]; do sleep 0.02; done
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

  function startBuild(path: string): ChildProcess {
    const args = ["--import", "tsx", "--input-type=module", "-e", build];
    const env = {
      PATH: path,
      MODULE: join(folder, "module"),
      XDG_CACHE_HOME: join(folder, "cache"),
    };
    return spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  }

  async function linesOf(builder: ChildProcess): Promise<string[]> {
    return (await text(builder.stdout!)).trim().split("\n");
  }

  const buildInProcess = (path: string) => linesOf(startBuild(path));
  const goOn = () => writeFile(join(folder, "module", "go-on"), "");

  /** Ids of Go's processes so far. */
  const goProcesses = async () =>
    (await readFile(join(folder, "module", "builds"), "utf8").catch(() => "")).match(/\d+/g) ?? [];

  async function firstLine(builder: ChildProcess): Promise<string> {
    const [line] = (await once(createInterface(builder.stdout!), "line")) as [string];
    return line;
  }

  const pathWithGo = () => [join(folder, "bin"), process.env["PATH"]].join(delimiter);
  const cached = () => readdir(join(folder, "cache", "palisade"));

  it("builds once, even when two processes start at the same time", async () => {
    await writeGo(goWaiting);

    const builders = [startBuild(pathWithGo()), startBuild(pathWithGo())] as const;
    const outputs = Promise.all(builders.map(linesOf));
    const announced = await Promise.all(builders.map(firstLine));
    await goOn();

    assert.deepEqual(announced.toSorted(), [
      "announced: Building tool 1.2.3 into the cache folder, once",
      "announced: Waiting for another process, which builds tool 1.2.3",
    ]);
    const lines = (await outputs).map((each) => each.at(-1));
    const [name, ...others] = await cached();
    assert.match(name ?? "", /^tool-1\.2\.3-[0-9a-f]{12}$/);
    assert.deepEqual(others, []);
    const executable = join(folder, "cache", "palisade", name!, "tool");
    assert.deepEqual(lines, [executable, executable]);
    assert.deepEqual(await buildInProcess(pathWithGo()), [executable]);
    assert.equal((await goProcesses()).length, 1);
  });

  it("does not wait for a builder that was killed, and removes what it left", async () => {
    await writeGo(goWaiting);
    const killed = startBuild(pathWithGo());
    while ((await goProcesses()).length === 0) await pause(10);
    killed.kill("SIGKILL");
    await once(killed, "exit");
    process.kill(Number((await goProcesses())[0]), "SIGKILL");
    assert.equal((await cached()).length, 2, "a lock and a folder");
    await goOn();

    const lines = await buildInProcess(pathWithGo());

    assert.equal(lines.length, 2);
    assert.match(lines[1]!, /\/tool-1\.2\.3-[0-9a-f]{12}\/tool$/);
    assert.equal((await cached()).length, 1);
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
