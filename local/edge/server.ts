import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { refuseUnparsable } from "../closing.ts";
import { Control, type ControlHandlers, controlPrefix, type EdgeCounters } from "./control.ts";
import { forward } from "./forward.ts";
import { watchHealth } from "./health.ts";
import { createTarget, inOrder } from "./regions.ts";
import { respond, respondJson } from "./respond.ts";

export interface EdgeOptions {
  /** Port on 127.0.0.1; 0 selects a free one. */
  readonly port: number;
  /** Regions with the URL of their API's stage. Clients without a location go to the first. */
  readonly regions: { readonly name: string; readonly apiUrl: string }[];
  readonly control: ControlHandlers;
  /** Path of the health check below a region's API. @default "/health" */
  readonly healthPath?: string;
  /** Milliseconds between two health checks. @default 1000 */
  readonly healthIntervalMs?: number;
  /** Consecutive failed checks that make a region unhealthy. @default 3, as in Route 53 */
  readonly failureThreshold?: number;
  /** Called with unexpected errors; clients receive a fixed text. @default prints them */
  readonly reportError?: (error: unknown) => void;
}

/** One address over all regions. */
export interface Edge {
  readonly url: string;
  /**
   * Stops it.
   *
   * @param graceMs - time limit for requests in progress
   */
  close(options: { graceMs: number }): Promise<void>;
}

/** Limit in bytes, above that of a region's gateway, so that the gateway refuses. */
const maxHeaderSize = 32_768;

/** Header with a client's location: the name of an AWS region. */
const clientRegionHeader = "x-palisade-client-region";

/**
 * Starts the edge, which sends each request to the nearest healthy region, like latency records with health
 * checks, and serves `/_palisade/*` itself.
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
  // By default, Node.js silently drops headers beyond the first 2000, which may include the body's
  // length.
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

/** The error may name paths of this machine, so it is only printed to the terminal. */
function fail(response: ServerResponse): void {
  if (response.headersSent) response.destroy();
  else
    respondJson(response, 500, {
      message: "Internal server error. See the terminal for the reason.",
    });
}
