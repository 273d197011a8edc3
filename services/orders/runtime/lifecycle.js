// @ts-check
/** @import { Server } from "node:http" */
/** @import { Log } from "./log.js" */
import { once } from "node:events";

/** Well below the 30 s that ECS grants between SIGTERM and SIGKILL (`stopTimeout`). */
const GRACE_MS = 10_000;

/**
 * Listens until SIGTERM or SIGINT, then ends the process after the requests in progress.
 *
 * @param {Server} server
 * @param {{ host: string, port: number, log: Log }} options
 * @throws when it cannot listen on the address.
 */
export async function run(server, { host, port, log }) {
  for (const signal of ["SIGTERM", "SIGINT"]) {
    process.once(signal, async () => {
      const stopped = stop(server);
      log("info", { message: `stopping on ${signal}` });
      await stopped;
      process.exit(0);
    });
  }
  server.listen(port, host);
  await once(server, "listening");
  log("info", { message: "listening", address: server.address() });
}

/**
 * Stops accepting connections, closes idle ones, and waits for the requests in progress. After the grace
 * period, closes the rest. (To Node.js, a connection without a request so far is not idle.)
 *
 * @param {Server} server
 * @param {number} [graceMs]
 */
export async function stop(server, graceMs = GRACE_MS) {
  const cutOff = setTimeout(() => server.closeAllConnections(), graceMs);
  const closed = once(server, "close");
  server.close();
  await closed;
  clearTimeout(cutOff);
}
