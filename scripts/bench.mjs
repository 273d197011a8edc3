// @ts-check
// `npm run bench -- <name> <arguments>`: runs a benchmark of bench/. Without a name, lists them.
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ensureDependencies } from "./dependencies.mjs";

const folder = new URL("../bench/", import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -".ts".length));
const [node = "", , name = "", ...rest] = process.argv;
if (!names.includes(name)) {
  console.error(
    `${name === "" ? "Name a benchmark" : `There is no benchmark "${name}"`}. Use npm run bench -- <name>, ` +
      `with one of: ${names.join(", ")}. bench/README.md describes them.`,
  );
  process.exit(2);
}
await ensureDependencies();
await import("../project/typescript.mjs");
const file = new URL(`${name}.ts`, folder);
// Benchmarks read their arguments from the second on.
process.argv = [node, fileURLToPath(file), ...rest];
await import(file.href);
