// @ts-check
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/**
 * Starts a service by `node server.js`, like its image, on a free loopback port.
 *
 * @param {string} folder The service's folder in `services/`.
 * @param {Record<string, string>} environment All variables except the address to listen on.
 * @throws when it ends before listening.
 */
export async function startService(folder, environment) {
  const child = spawn(process.execPath, ["server.js"], {
    cwd: new URL(`../${folder}`, import.meta.url),
    env: { HOST: "127.0.0.1", PORT: "0", ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  /**
   * The next log line with this message.
   *
   * @param {string} message
   */
  const logged = async (message) => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(`The service ended before it logged "${message}".`);
      const line = JSON.parse(value);
      if (line.message === message) return line;
    }
  };
  const exitCode = once(child, "exit").then(([code]) => code);

  const { address } = await logged("listening");
  return { child, exitCode, logged, url: `http://127.0.0.1:${address.port}` };
}
