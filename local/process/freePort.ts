import { createServer } from "node:net";
import type { AddressInfo } from "node:net";

/**
 * Fails if a port of 127.0.0.1 is in use.
 *
 * @throws Node.js's error with the code EADDRINUSE
 */
export async function assertFree(port: number): Promise<void> {
  await listenBriefly(port);
}

const given = new Set<number>();

/** A port of 127.0.0.1 that is free now and was not returned before in this process. */
export async function freePort(): Promise<number> {
  const port = await listenBriefly(0);
  if (given.has(port)) return freePort();
  given.add(port);
  return port;
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
