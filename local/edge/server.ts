import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { refuseUnparsable } from "../closing.ts";
import { Control, type ControlHandlers, controlPrefix, type EdgeCounters } from "./control.ts";
import { forward } from "./forward.ts";
import { watchHealth } from "./health.ts";
import { createTarget, inOrder } from "./regions.ts";
import { respond, respondJson } from "./respond.ts";

export interface EdgeOptions {
  /** On 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** Regions with their API's address, stage included. Clients that do not say where they are go to the first. */
  readonly regions: { readonly name: string; readonly apiUrl: string }[];
  readonly control: ControlHandlers;
  /** Path below a region's API that tells its health. @default "/health" */
  readonly healthPath?: string;
  /** Milliseconds between two health checks. @default 1000 */
  readonly healthIntervalMs?: number;
  /** Failed checks in a row that make a region unhealthy. @default 3, as Route 53's */
  readonly failureThreshold?: number;
  /** Told of errors that nobody foresaw; clients get a fixed text. @default prints them */
  readonly reportError?: (error: unknown) => void;
}

/** One address over all regions. */
export interface Edge {
  readonly url: string;
  /**
   * Stops it.
   *
   * @param graceMs - how long requests under way may go on
   */
  close(options: { graceMs: number }): Promise<void>;
}

/** Bytes; more than a region's gateway takes, so that the gateway is the one to refuse. */
const maxHeaderSize = 32_768;

/** Tells where a client is: the name of an AWS region. */
const clientRegionHeader = "x-palisade-client-region";

/**
 * Starts the edge: it sends each request to the nearest healthy region, as latency records with
 * health checks do, and answers `/_palisade/*` itself.
 */
export async function startEdge(options: EdgeOptions): Promise<Edge> {
  const targets = options.regions.map(({ name, apiUrl }) => createTarget(name, apiUrl));
  const counters: EdgeCounters = { requests: 0, failovers: 0 };
  const control = new Control(targets, options.control, counters);

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.url === "/_palisade") return respond(response, 308, { location: controlPrefix });
    if (request.url?.startsWith(controlPrefix)) return control.handle(request, response);
    counters.requests++;
    const clientRegion = request.headers[clientRegionHeader];
    const ordered = inOrder(targets, clientRegion?.toString());
    return forward(request, response, ordered, () => counters.failovers++);
  };
  const reportError = options.reportError ?? ((error) => console.error(error));
  const server = createServer({ maxHeaderSize }, (request, response) => {
    handle(request, response).catch((error: unknown) => {
      reportError(error);
      fail(response);
    });
  });
  // Node.js would drop headers beyond its default of 2000 in silence, the body's length among them.
  server.maxHeadersCount = 0;
  server.on("clientError", refuseUnparsable);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  const stopWatching = watchHealth(targets, {
    path: options.healthPath ?? "/health",
    intervalMs: options.healthIntervalMs ?? 1_000,
    failureThreshold: options.failureThreshold ?? 3,
  });

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async ({ graceMs }) => {
      stopWatching();
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      await new Promise((resolve) => server.close(resolve));
      clearTimeout(timer);
      for (const { agent } of targets) agent.destroy();
    },
  };
}

/** What went wrong may name paths of this machine, so only the terminal has it. */
function fail(response: ServerResponse): void {
  if (response.headersSent) response.destroy();
  else respondJson(response, 500, { message: "Internal server error. The terminal says why." });
}
