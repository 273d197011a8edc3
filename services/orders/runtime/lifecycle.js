// @ts-check
/** @import { Server } from "node:http" */
/** @import { Log } from "./log.js" */
import { once } from "node:events";

/** Well within the 30 s that ECS grants between SIGTERM and SIGKILL (`stopTimeout`). */
const GRACE_MS = 10_000;

/**
 * Listens until SIGTERM or SIGINT, then ends the process when the requests in flight are answered.
 *
 * @param {Server} server
 * @param {{ host: string, port: number, log: Log }} options
 * @throws when the address cannot be listened on.
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
 * Accepts no more, closes idle connections, and waits for the requests in flight; what is not answered when the
 * grace is over is cut off. (A connection that has not had a request yet is not idle to Node.)
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
