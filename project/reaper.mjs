// @ts-check
// Cleans up after a platform that is killed. The platform writes its process groups and folders to
// this process's input, one per line, and "done" when it ends normally. If the input ends without
// that word, this process ends the groups and removes the folders.
import { rmSync } from "node:fs";
import { createInterface } from "node:readline";

/** @type {Set<number>} */
const groups = new Set();
/** @type {string[]} */
const folders = [];
let done = false;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});

const lines = createInterface({ input: process.stdin });
lines.on("line", (line) => {
  const [word, value = ""] = line.split(/ (.*)/s);
  if (word === "group") groups.add(Number(value));
  if (word === "ended") groups.delete(Number(value));
  if (word === "folder") folders.push(value);
  if (word === "done") done = true;
});
lines.on("close", () => {
  if (done) return;
  signalAll("SIGTERM");
  setTimeout(() => {
    signalAll("SIGKILL");
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }, 1000);
});

/** @param {NodeJS.Signals} signal */
function signalAll(signal) {
  for (const group of groups) {
    try {
      process.kill(-group, signal);
    } catch {
      groups.delete(group); // It has ended already.
    }
  }
}
