import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startCommand } from "./startCommand.ts";

describe("startCommand", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "service-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = (file: string, text: string) => writeFile(join(folder, file), text);

  it("is the script start in package.json", async () => {
    await write("package.json", JSON.stringify({ scripts: { start: "A=1 node server.js" } }));
    await write("Dockerfile", 'CMD ["python", "server.py"]');

    const { command, args } = await startCommand(folder);

    assert.deepEqual([command, ...args], ["/bin/sh", "-c", "exec env A=1 node server.js"]);
  });

  it("is the whole script if it has several commands", async () => {
    const start = "node migrate.js && node server.js";
    await write("package.json", JSON.stringify({ scripts: { start } }));

    assert.deepEqual((await startCommand(folder)).args, ["-c", start]);
  });

  it("is the script start:watch if there is one and the platform watches files", async () => {
    await write("package.json", JSON.stringify({ scripts: { start: "a", "start:watch": "b" } }));

    const commands = await Promise.all([startCommand(folder), startCommand(folder, true)]);

    assert.deepEqual(
      commands.map(({ args }) => args[1]),
      ["exec env a", "exec env b"],
    );
  });

  it("explains that package.json can't be read", async () => {
    await write("package.json", "{,}");

    await assert.rejects(startCommand(folder), {
      message: /package\.json is not valid JSON: /,
    });
  });

  it("is the last CMD of the Dockerfile if package.json has no script", async () => {
    await write("package.json", "{}");
    await write("Dockerfile", 'FROM a\nCMD ["a"]\nFROM b\nCMD ["python", "server.py"]\n');

    const { command, args } = await startCommand(folder);

    assert.deepEqual([command, ...args], ["python", "server.py"]);
  });

  it("finds commands installed by npm for the folder", async () => {
    await write("Dockerfile", 'CMD ["serve"]');

    assert.ok((await startCommand(folder)).path.startsWith(join(folder, "node_modules", ".bin")));
  });

  it("explains what to add if both are missing", async () => {
    await write("Dockerfile", "CMD node server.js");

    await assert.rejects(startCommand(folder), {
      name: "StartCommandError",
      message: /Add a script "start" to its package.json, or CMD \["command", "argument"\]/,
    });
  });
});
