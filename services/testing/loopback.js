// @ts-check
/** @import { Server } from "node:http" */
/** @import { AddressInfo } from "node:net" */
import { once } from "node:events";

/**
 * @param {Server} server
 * @returns {Promise<string>} the address it listens on from now.
 */
export async function listen(server) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {AddressInfo} */ (server.address());
  return `http://127.0.0.1:${port}`;
}

/**
 * @param {Response} response
 * @returns {Promise<any>} its body, unchecked: the test's assertions are the check.
 */
export const json = (response) => response.json();
