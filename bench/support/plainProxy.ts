import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const processFile = fileURLToPath(new URL("plainProxyProcess.ts", import.meta.url));

/** A reverse proxy in a separate process that only forwards requests. */
export async function startPlainProxy(serviceUrl: string) {
  const child = fork(processFile, [serviceUrl], { execArgv: ["--import", "tsx"] });
  const [port] = (await once(child, "message")) as [number];
  return { url: `http://127.0.0.1:${port}`, stop: () => child.disconnect() };
}
