import { assertFree } from "../process/freePort.ts";

/** Ports on 127.0.0.1; each is 0 if free ones are chosen. */
export interface Ports {
  readonly edge: number;
  /** Of the first region's gateway; the other regions use the next ones. */
  readonly firstRegion: number;
  readonly signIn: number;
  readonly console: number;
}

/**
 * The platform's ports, which follow the edge's: those of the regions, the sign-in pages (with TLS only) and the
 * console, 8084 with two regions.
 *
 * @param port - of the edge; 0 chooses free ports
 * @param regions - number of regions
 */
export const portsOf = (port: number, regions: number): Ports =>
  port === 0
    ? { edge: 0, firstRegion: 0, signIn: 0, console: 0 }
    : {
        edge: port,
        firstRegion: port + 1,
        signIn: port + regions + 1,
        console: port + regions + 2,
      };

/**
 * Fails early for ports in use, which otherwise fail after everything else has started.
 *
 * @param tls - whether sign-in pages are served
 * @throws Node.js's error with the code EADDRINUSE
 */
export async function assertPortsFree(ports: Ports, tls: boolean): Promise<void> {
  if (ports.edge === 0) return;
  for (let port = ports.edge; port <= ports.console; port++) {
    if (port !== ports.signIn || tls) await assertFree(port);
  }
}
