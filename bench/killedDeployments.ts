// Kills `npm run deploy -- dev --local --yes` again and again, each time within a random phase, and lets it end:
// npx tsx bench/killedDeployments.ts [kills] [seed] [group|everything]
// `group` kills the command with its process group; the reaper lets the engine finish. `everything` kills the engine,
// the reaper and the AWS endpoints too, as if the machine lost its memory. After each deployment that ends, the
// account is checked and a new one begins. Fails if a deployment ends with an error, if something is pending or
// locked, if a resource is lost or exists twice, or if a process is left.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { copyProgram, linkPackages } from "../tests/support/copyProgram.ts";

const kills = Number(process.argv[2] ?? 20);
const seed = Number(process.argv[3] ?? Date.now() % 100_000);
const kind = process.argv[4] ?? "group";
console.log(`${kills} kills of ${kind}, seed ${seed}`);

/** A phase begins with a line of the progress, and a kill comes within its first seconds. */
const phases = [
  { name: "start", begins: /^/, seconds: 6 },
  { name: "preview", begins: /preview/, seconds: 10 },
  { name: "creations", begins: /us-east-1 +deploying/, seconds: 30 },
  { name: "health", begins: /us-east-1 +deployed/, seconds: 10 },
  { name: "creations elsewhere", begins: /eu-west-1 +deploying/, seconds: 30 },
  { name: "health elsewhere", begins: /eu-west-1 +deployed/, seconds: 10 },
] as const;

const root = fileURLToPath(new URL("../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "killed-"));
await copyProgram(folder);
await linkPackages(folder);

/** Numbers from 0 to 1 by the seed (mulberry32). */
let state = seed;
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

function deploy() {
  const args = [join(root, "scripts/run.mjs"), "deploy", "dev", "--local", "--yes"];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    // AWS takes time for creations.
    env: { ...process.env, PALISADE_CREATION_MS: "200" },
  });
  let output = "";
  let heard = () => {};
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      heard();
    });
  }
  const ended = once(child, "close") as Promise<[number | null]>;
  const until = (line: RegExp) =>
    new Promise<void>((resolve) => {
      heard = () => line.test(output) && resolve();
      heard();
    });
  return { child, ended, until, output: () => output };
}

/** Processes that work in the folder. */
function processes(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
      } catch {
        return false; // It has ended.
      }
    })
    .map(Number);
}

function kill(group: number): void {
  if (kind === "group") process.kill(-group, "SIGKILL");
  else {
    for (let left = processes(); left.length > 0; left = processes()) {
      for (const pid of left) {
        try {
          process.kill(pid, "SIGKILL");
        } catch {
          // It has ended.
        }
      }
    }
  }
}

for (let count = 1; count <= kills;) {
  const phase = phases[Math.floor(random() * phases.length)]!;
  const ms = random() * phase.seconds * 1000;
  const { child, ended, until, output } = deploy();
  const moment = until(phase.begins).then(() => pause(ms));
  const code = await Promise.race([ended.then(([code]) => code), moment]);
  if (code === undefined) {
    kill(child.pid!);
    const last = output().trim().split("\n").at(-1)!.slice(0, 90);
    console.log(`${count}: killed ${(ms / 1000).toFixed(1)} s into the ${phase.name}: ${last}`);
    count += 1;
    await ended;
  } else {
    assert.equal(code, 0, output());
    await check();
    rmSync(join(folder, ".local/deploy"), { recursive: true, force: true, maxRetries: 5 });
  }
}
const final = deploy();
const [code] = await final.ended;
console.log(final.output().split("\n").slice(-4).join("\n"));
assert.equal(code, 0, final.output());
await check();
rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
console.log("Nothing was lost, doubled, locked, pending or left running.");

interface Resource {
  readonly id?: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly external?: boolean;
}

async function check(): Promise<void> {
  const engine = join(folder, ".local/deploy/state/.pulumi");
  assert.deepEqual(filesIn(join(engine, "locks")), []);
  const known: string[] = [];
  for (const name of ["dev-us-east-1", "dev-eu-west-1"]) {
    const text = readFileSync(join(engine, "stacks/palisade", `${name}.json`), "utf8");
    const { latest } = JSON.parse(text).checkpoint;
    assert.deepEqual(latest.pending_operations ?? [], []);
    const managed = (latest.resources as Resource[]).filter(
      ({ type, custom, external }) => custom && !external && type.startsWith("aws:"),
    );
    known.push(...managed.map(({ type, id }) => `${type} ${id}`));
  }
  const account = join(folder, ".local/deploy/account");
  const existing = filesIn(account).map((file) => {
    const { type, id } = JSON.parse(readFileSync(join(account, file), "utf8")) as Resource;
    return `${type} ${id}`;
  });
  const doubled = existing.filter((resource) => !known.includes(resource));
  const lost = known.filter((resource) => !existing.includes(resource));
  console.log(
    `Deployed: ${known.length} resources in the states, ${existing.length} in the account`,
  );
  assert.deepEqual({ lost, doubled }, { lost: [], doubled: [] });
  await pause(3_000);
  const left = processes().map((pid) =>
    execFileSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" }),
  );
  assert.deepEqual(left, []);
}

function filesIn(path: string): string[] {
  try {
    return readdirSync(path, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".json"),
    );
  } catch {
    return [];
  }
}
