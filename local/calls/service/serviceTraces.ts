import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { TracedSpan } from "../traces.ts";

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

/** Receives spans by the roots of their traces. */
type Receive = (root: string, span: TracedSpan) => void;

/**
 * Listens for the spans of services, each on a socket of its own, so that no service can speak for another.
 *
 * @param socketFolder - accessible only to its owner; removed by the caller
 */
export function openServiceTraces(socketFolder: string, receive: Receive): ServiceTraces {
  const closes: (() => void)[] = [];
  /** A service that starts again tells its spans where it did before. */
  const sockets = new Map<string, Promise<string>>();
  const open = async (service: string) => {
    const path = join(socketFolder, randomBytes(6).toString("hex"));
    closes.push(await listen(path, service, receive));
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

async function listen(path: string, service: string, receive: Receive): Promise<() => void> {
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).once("close", () => sockets.delete(socket));
    createInterface({ input: socket }).on("line", (line) => {
      for (const [root, span] of spansIn(line, service)) receive(root, span);
    });
  });
  server.listen(path);
  await once(server, "listening");
  server.unref();
  return () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
}

/** The difference of the system's monotonic clock to this process's `performance.now()`, in ms. */
const origin = measureOrigin();

/** Of several readings of both clocks, the one in which the least time went by: the process may be held up in between. */
function measureOrigin(): number {
  const readings = Array.from({ length: 20 }, () => {
    const before = performance.now();
    const [seconds, nanoseconds] = process.hrtime();
    const after = performance.now();
    const monotonic = seconds * 1e3 + nanoseconds / 1e6;
    return { gap: after - before, difference: monotonic - (before + after) / 2 };
  });
  return readings.sort((a, b) => a.gap - b.gap)[0]!.difference;
}

/** A service is code of the team, so its lines are read as strictly as any input. */
function spansIn(line: string, service: string): (readonly [root: string, span: TracedSpan])[] {
  let batch: unknown;
  try {
    batch = JSON.parse(line);
  } catch {
    return [];
  }
  return Array.isArray(batch) ? batch.flatMap((each) => spanOf(each, service)) : [];
}

function spanOf(told: unknown, service: string): (readonly [root: string, span: TracedSpan])[] {
  if (!Array.isArray(told)) return [];
  const [root, id, parent, correlationId, line, status, start, end] = told as unknown[];
  const texts = [root, id, parent, correlationId, line].every((each) => typeof each === "string");
  const numbers = [status, start, end].every((each) => Number.isFinite(each));
  if (!texts || !numbers || !/^[\da-f]{16}$/.test(id as string)) return [];
  const span: TracedSpan = {
    id: id as string,
    parent: parent as string,
    name: service,
    kind: "service",
    startedAt: (start as number) - origin,
    endedAt: (end as number) - origin,
    attributes: { request: (line as string).slice(0, 300), status: status as number },
    correlationId: (correlationId as string) || undefined,
  };
  return [[root as string, span]];
}
