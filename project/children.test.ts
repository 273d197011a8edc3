import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
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

  it("lets a process finish if its own is killed, and ends the others after it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "children-"));
    const module = fileURLToPath(new URL("children.ts", import.meta.url));
    // The engine ends 300 ms after its interrupt, and then notes whether its endpoint still runs.
    const engine = `
      const { renameSync, writeFileSync } = require("node:fs");
      const endpoint = Number(process.argv[2]);
      process.once("SIGINT", () => setTimeout(() => {
        let note = "the endpoint had ended";
        try { process.kill(endpoint, 0); note = "finished"; } catch {}
        writeFileSync(process.argv[1] + ".note.part", note);
        renameSync(process.argv[1] + ".note.part", process.argv[1] + ".note");
        process.exit();
      }, 300));
      writeFileSync(process.argv[1] + ".pids", \`pids \${endpoint} \${process.pid}\`);
      setInterval(() => {}, 1000);
    `;
    const program = `
      import { spawn } from "node:child_process";
      import { Children } from ${JSON.stringify(module)};
      const children = new Children(() => {});
      const endpoint = children.spawn("endpoint", "sleep", ["60"], { cwd: "/", env: process.env });
      children.letFinish(spawn(process.execPath, ["-e", ${JSON.stringify(engine)}, process.argv[1], endpoint.pid],
        { detached: true, stdio: "ignore" }));
      setInterval(() => {}, 1000);
    `;
    const args = ["--import", "tsx", "--input-type=module", "-e", program, folder];
    const owner = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
    await until(() => existsSync(`${folder}.pids`));
    await until(() => readFileSync(`${folder}.pids`, "utf8").length > 0);
    const pids = pidsIn(readFileSync(`${folder}.pids`, "utf8"));

    owner.kill("SIGKILL");

    await until(() => existsSync(`${folder}.note`));
    assert.equal(await readFile(`${folder}.note`, "utf8"), "finished");
    await until(() => !pids.some(runs));
    await Promise.all(["", ".note", ".pids"].map((end) => rm(folder + end, { recursive: true })));
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
