// @ts-check
// Replaces Pulumi's Node.js language host, which cannot be built with the engine: the engine starts
// it, reads its port from the first line, and asks it to run programs and policy packs.
import { start, stopAll } from "./children.mjs";
import { programCommand } from "./commands.mjs";
import { serveLanguage } from "./languageService.mjs";

/** @type {import("./languageService.mjs").RunProgram} */
const runProgram = (request, engine, cancelled) => {
  const child = start(programCommand(request, engine), "inherit");
  cancelled.addEventListener("abort", () => child.kill("SIGINT"));
  return child.exited;
};

const engine = process.argv.slice(2).findLast((argument) => !argument.startsWith("-"));
const { port } = await serveLanguage(runProgram, engine);
// Node.js prints numbers in colour, but not strings.
console.log(String(port));

// The engine holds the other end of stdin, which closes when the engine ends.
process.stdin.resume().on("end", () => {
  stopAll();
  process.exit();
});
