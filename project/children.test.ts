import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Children } from "./children.ts";

const options = { cwd: tmpdir(), env: process.env };

/** A process that starts another one and prints both ids. */
const family =
  'const c = require("node:child_process").spawn("sleep", ["60"]); console.log(`pids ${process.pid} ${c.pid}`); setInterval(() => {}, 1000);';

const runs = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
};

const pidsIn = (line: string): number[] => line.split(" ").slice(1).map(Number);

describe("Children", () => {
  it("passes each line on with its child's name", async () => {
    const lines: string[] = [];
    const children = new Children((name, line) => lines.push(`${name}: ${line}`));

    const child = children.spawn("echo", "sh", ["-c", "echo one; echo two >&2"], options);
    await child.exited;
    await children.close();

    assert.deepEqual(lines.sort(), ["echo: one", "echo: two"]);
  });

  it("reports why a child ended", async () => {
    const children = new Children(() => {});

    const left = children.spawn("exit", "sh", ["-c", "exit 3"], options);
    const missing = children.spawn("missing", "/no/such/command", [], options);

    assert.equal(await left.exited, "exit code 3");
    assert.match(await missing.exited, /ENOENT/);
    await children.close();
  });

  it("ends children with their own children, and removes folders", async () => {
    let pids: number[] = [];
    const children = new Children((_, line) => (pids = pidsIn(line)));
    const folder = await mkdtemp(join(tmpdir(), "children-"));
    children.ownFolder(folder);
    children.spawn("family", process.execPath, ["-e", family], options);
    await until(() => pids.length === 2);

    await children.close();

    await until(() => !pids.some(runs));
    assert.equal(existsSync(folder), false);
  });

  it("starts nothing once it is closed", async () => {
    const children = new Children(() => {});
    await children.close();

    assert.throws(() => children.spawn("late", "true", [], options), /the platform is stopping/);
  });

  it("leaves nothing behind even if its own process is killed", async () => {
    const folder = await mkdtemp(join(tmpdir(), "children-"));
    const module = fileURLToPath(new URL("children.ts", import.meta.url));
    const program = `
      import { writeFileSync, renameSync } from "node:fs";
      import { Children } from ${JSON.stringify(module)};
      const children = new Children((_, line) => {
        writeFileSync(process.argv[1] + ".pids.part", line);
        renameSync(process.argv[1] + ".pids.part", process.argv[1] + ".pids");
      });
      children.ownFolder(process.argv[1]);
      children.spawn("family", process.execPath, ["-e", ${JSON.stringify(family)}], { cwd: "/", env: process.env });
    `;
    const args = ["--import", "tsx", "--input-type=module", "-e", program, folder];
    const owner = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
    await until(() => existsSync(`${folder}.pids`));
    const pids = pidsIn(await readFile(`${folder}.pids`, "utf8"));

    owner.kill("SIGKILL");

    await until(() => !pids.some(runs) && !existsSync(folder));
  });
});
