import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/**
 * A small private service in its own process.
 *
 * @param program - `instant` answers without work of its own, `server` sends as many bytes as a path asks for
 */
export async function startService(
  program: "instant" | "server",
): Promise<{ url: string; stop(): void }> {
  const child = fork(fileURLToPath(new URL(`service/${program}.mjs`, import.meta.url)), {
    execArgv: [],
  });
  const [port] = (await once(child, "message")) as [number];
  return { url: `http://127.0.0.1:${port}`, stop: () => child.disconnect() };
}
