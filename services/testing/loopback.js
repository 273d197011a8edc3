// @ts-check
/** @import { Server } from "node:http" */
/** @import { AddressInfo } from "node:net" */
import { once } from "node:events";

/**
 * @param {Server} server
 * @returns {Promise<string>} the URL on which it listens.
 */
export async function listen(server) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {AddressInfo} */ (server.address());
  return `http://127.0.0.1:${port}`;
}

/**
 * @param {Response} response
 * @returns {Promise<any>} its body, whose type is not checked.
 */
export const json = (response) => response.json();
