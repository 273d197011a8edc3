import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const preloadFile = fileURLToPath(new URL("traceCalls.cjs", import.meta.url));

/** Adds to the environment of services what makes them tell their part of each call. */
export interface ServiceTraces {
  /**
   * @param service - its name, for its spans
   * @param hosts - `host:port` of AWS and of other services, to which the trace is passed on
   * @param nodeOptions - the service's `NODE_OPTIONS` so far
   */
  environmentFor(
    service: string,
    hosts: readonly string[],
    nodeOptions?: string,
  ): Promise<Record<string, string>>;
  close(): void;
}

/** Receives the lines of a service. */
type Receive = (line: string) => void;

/**
 * Listens for the spans of services, each on a socket of its own, so that no service can speak for another.
 *
 * @param socketFolder - accessible only to its owner; removed by the caller
 * @param receiverOf - called once for each service
 */
export function openServiceTraces(
  socketFolder: string,
  receiverOf: (service: string) => Receive,
): ServiceTraces {
  const closes: (() => void)[] = [];
  /** A service that starts again tells its spans where it did before. */
  const sockets = new Map<string, Promise<string>>();
  const open = async (service: string) => {
    const path = join(socketFolder, randomBytes(6).toString("hex"));
    closes.push(await listen(path, receiverOf(service)));
    return path;
  };
  return {
    environmentFor: async (service, hosts, nodeOptions = "") => {
      if (!sockets.has(service)) sockets.set(service, open(service));
      const path = await sockets.get(service);
      return {
        PALISADE_TRACE: JSON.stringify({ socket: path, hosts: hosts.flatMap(withAndWithoutPort) }),
        NODE_OPTIONS: `${nodeOptions} --require ${JSON.stringify(preloadFile)}`.trim(),
      };
    },
    close: () => closes.forEach((close) => close()),
  };
}

/** Clients leave out the usual port. */
const withAndWithoutPort = (host: string): string[] => [
  host,
  ...(/:(80|443)$/.test(host) ? [host.replace(/:\d+$/, "")] : []),
];

async function listen(path: string, receive: Receive): Promise<() => void> {
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).once("close", () => sockets.delete(socket));
    createInterface({ input: socket }).on("line", receive);
  });
  server.listen(path);
  await once(server, "listening");
  server.unref();
  return () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
}
