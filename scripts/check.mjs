// @ts-check
// `npm run check`: format, and lint with types, side by side.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { ensureDependencies } from "./dependencies.mjs";

await ensureDependencies();
const statuses = ["format", "lint"].map(async (script) => {
  const child = spawn("npm", ["run", "--silent", script], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [status] = await once(child, "exit");
  return status ?? 1;
});
process.exitCode = Math.max(...(await Promise.all(statuses)));
