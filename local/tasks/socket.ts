import { randomBytes } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Children } from "../../project/children.ts";

const preloadFile = fileURLToPath(new URL("listenOnSocket.cjs", import.meta.url));

/**
 * Length of a socket's path that every system supports, in bytes. Source: the manual pages unix(4) of macOS and
 * unix(7) of Linux: `sun_path` has 104 and 108 with the closing zero.
 */
const maxPathBytes = 103;

/**
 * Creates a folder for sockets that only its owner may enter. The sockets' names are not secret: Linux
 * lists them to every user.
 *
 * @param parent - its parent, unless paths in it would be too long
 */
export async function makeSocketFolder(parent: string, children: Children): Promise<string> {
  // Leaves room for the sockets of two servers on one port.
  const longest = join(parent, "s-123456", "12345678-65535.2");
  if (Buffer.byteLength(longest) <= maxPathBytes) return mkdtemp(join(parent, "s-"));
  const folder = await mkdtemp("/tmp/palisade-");
  children.ownFolder(folder);
  return folder;
}

/** Path of a new socket that replaces a port. */
export const newSocketPath = (folder: string, port: number): string =>
  join(folder, `${randomBytes(4).toString("hex")}-${port}`);

/**
 * Variables that make a service listen on a socket instead of its port.
 *
 * @param nodeOptions - the service's `NODE_OPTIONS`
 */
export const socketEnvironment = (path: string, nodeOptions = ""): Record<string, string> => ({
  PALISADE_SOCKET: path,
  // Node.js parses quoted values like JSON.
  NODE_OPTIONS: `${nodeOptions} --require ${JSON.stringify(preloadFile)}`.trim(),
});
