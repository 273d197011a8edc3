// @ts-check
// Cleans up after a platform that is killed. The platform writes its process groups and folders to
// this process's input, one per line, and "done" when it ends normally. If the input ends without
// that word, this process ends the groups and removes the folders. Before that, it interrupts the
// processes that must finish what they do, such as an engine that changes resources.
import { rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

/** Time for interrupted processes to finish, in ms; the groups that they need run until then. */
const finishMs = 60_000;

/** Time for groups to end before they are killed, in ms: an AWS endpoint saves its resources. */
const graceMs = 10_000;

/** @type {Set<number>} */
const groups = new Set();
/** @type {Set<number>} */
const finishing = new Set();
/** @type {string[]} */
const folders = [];
let done = false;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});

const lines = createInterface({ input: process.stdin });
lines.on("line", (line) => {
  const [word, value = ""] = line.split(/ (.*)/s);
  if (word === "group") groups.add(Number(value));
  if (word === "finish") finishing.add(Number(value));
  if (word === "ended") {
    groups.delete(Number(value));
    finishing.delete(Number(value));
  }
  if (word === "folder") folders.push(value);
  if (word === "done") done = true;
});
lines.on("close", async () => {
  if (done) return;
  for (const id of finishing) send(id, "SIGINT");
  await ended([...finishing], finishMs);
  const all = [...groups].map((group) => -group);
  for (const group of all) send(group, "SIGTERM");
  await ended(all, graceMs);
  for (const group of all) send(group, "SIGKILL");
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/**
 * @param {number[]} ids
 * @param {number} limitMs
 */
async function ended(ids, limitMs) {
  const until = performance.now() + limitMs;
  while (ids.some((id) => send(id, 0)) && performance.now() < until) await pause(50);
}

/**
 * @param {number} id - of a process; a group's is negative
 * @param {NodeJS.Signals | 0} signal - 0 only looks
 * @returns whether it runs
 */
function send(id, signal) {
  try {
    process.kill(id, signal);
    return true;
  } catch {
    return false;
  }
}
