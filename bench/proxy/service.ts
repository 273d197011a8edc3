import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A small private service in its own process. */
export async function startService(): Promise<{ url: string; stop(): void }> {
  const child = fork(fileURLToPath(new URL("service/server.mjs", import.meta.url)), {
    execArgv: [],
  });
  const [port] = (await once(child, "message")) as [number];
  return { url: `http://127.0.0.1:${port}`, stop: () => child.disconnect() };
}
