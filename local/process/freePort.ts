import { createServer } from "node:net";
import type { AddressInfo } from "node:net";

/**
 * Fails if somebody listens on a port of 127.0.0.1.
 *
 * @throws Node's own error with the code EADDRINUSE
 */
export async function assertFree(port: number): Promise<void> {
  await listenBriefly(port);
}

/** A port of 127.0.0.1 that nobody listens on right now. */
export function freePort(): Promise<number> {
  return listenBriefly(0);
}

function listenBriefly(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(wanted, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
