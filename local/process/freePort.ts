import { randomInt } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Fails if a port of 127.0.0.1 is in use.
 *
 * @throws Node.js's error with the code EADDRINUSE
 */
export async function assertFree(port: number): Promise<void> {
  const server = createServer();
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  await new Promise((resolve) => server.close(resolve));
}

/** Below the ports that Linux and macOS give to outgoing connections, which may take any of theirs. */
const firstPort = 20_000;
const endPort = 32_000;

/** The UDP ports by which this process keeps the TCP ports of the same numbers. */
const kept = new Map<number, Socket>();

/**
 * A TCP port of 127.0.0.1 for another process to listen on. Until that has started, no other call gets it,
 * in any process of this machine. Without `releasePort` this process keeps it.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(firstPort, endPort);
    if (await isTaken(keep(port))) continue;
    if (!(await isTaken(assertFree(port)))) return port;
    releasePort(port);
  }
}

/** Gives a port of `freePort` back, once nothing listens on it. */
export function releasePort(port: number): void {
  kept.get(port)?.close();
  kept.delete(port);
}

/** The system ends the hold with the process, however that ends. */
async function keep(port: number): Promise<void> {
  const socket = createSocket("udp4").unref();
  socket.bind(port, "127.0.0.1");
  try {
    await once(socket, "listening");
  } catch (error) {
    socket.close();
    throw error;
  }
  kept.set(port, socket);
}

async function isTaken(attempt: Promise<void>): Promise<boolean> {
  try {
    await attempt;
    return false;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return true;
    throw error;
  }
}
