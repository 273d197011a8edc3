// Kills `npm run deploy -- dev --local --yes` again and again at random moments, with its whole process group,
// and then lets it end: npx tsx bench/killedDeployments.ts [kills] [seed] [longest seconds]
// Fails if the last run does, if something is pending or locked, if a resource is lost or exists twice, or if a
// process is left.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { copyProgram, linkPackages } from "../tests/support/copyProgram.ts";

const [kills, seed, longestSeconds] = [20, Date.now() % 100_000, 45].map((usual, index) =>
  Number(process.argv[index + 2] ?? usual),
) as [number, number, number];
console.log(`${kills} kills, seed ${seed}, within ${longestSeconds} s`);

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
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  return {
    child,
    ended: once(child, "close"),
    last: () => output.trim().split("\n").at(-1)!,
    output: () => output,
  };
}

for (let kill = 1; kill <= kills; kill++) {
  const seconds = random() * longestSeconds;
  const { child, ended, last } = deploy();
  const finished = await Promise.race([ended.then(() => true), pause(seconds * 1000, false)]);
  if (!finished) process.kill(-child.pid!, "SIGKILL");
  await ended;
  console.log(
    `${kill}: ${finished ? "ended" : "killed"} after ${seconds.toFixed(1)} s: ${last().slice(0, 110)}`,
  );
}
const final = deploy();
const [code] = await final.ended;
console.log(final.output().split("\n").slice(-4).join("\n"));
assert.equal(code, 0, final.output());
const engine = join(folder, ".local/deploy/state/.pulumi");
const filesIn = (path: string): string[] => {
  try {
    return readdirSync(path, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".json"),
    );
  } catch {
    return [];
  }
};
assert.deepEqual(filesIn(join(engine, "locks")), []);

interface Resource {
  readonly id?: string;
  readonly type: string;
  readonly custom?: boolean;
}
const known: string[] = [];
for (const name of ["dev-us-east-1", "dev-eu-west-1"]) {
  const text = readFileSync(join(engine, "stacks/palisade", `${name}.json`), "utf8");
  const { latest } = JSON.parse(text).checkpoint;
  assert.deepEqual(latest.pending_operations ?? [], []);
  const managed = (latest.resources as (Resource & { external?: boolean })[]).filter(
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
console.log(`${known.length} resources in the states, ${existing.length} in the account`);
console.log({ lost, doubled });
await pause(3_000);
const processes = execFileSync("ps", ["-eo", "pid,args"], { encoding: "utf8" });
const left = processes
  .split("\n")
  .filter((line) => line.includes(folder) && !line.includes(" ps "));
assert.deepEqual(left, []);
assert.deepEqual({ lost, doubled }, { lost: [], doubled: [] });
rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
console.log("Nothing was lost, doubled, locked, pending or left running.");
