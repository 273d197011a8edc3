// @ts-check
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/**
 * Starts a service as its image does, `node server.js`, on a free loopback port.
 *
 * @param {string} folder The service's, below `services/`.
 * @param {Record<string, string>} environment All of it, but for what says where to listen.
 * @throws when it ends before it listens.
 */
export async function startService(folder, environment) {
  const child = spawn(process.execPath, ["server.js"], {
    cwd: new URL(`../${folder}`, import.meta.url),
    env: { HOST: "127.0.0.1", PORT: "0", ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  /**
   * The next line of its log that has this message.
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
