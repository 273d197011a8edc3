import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type ControlHandlers, type Edge, type EdgeOptions, startEdge } from "../server.ts";

/** Starts a fake gateway of a region. */
async function startRegion(listener: RequestListener): Promise<{ server: Server; apiUrl: string }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/live` };
}

export const stopServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** A gateway that responds with a name and the request it received. */
export const named =
  (name: string): RequestListener =>
  (request, response) =>
    response.end(`${name} ${request.method} ${request.url}`);

export const noControl: ControlHandlers = {
  stop: async () => {},
  start: async () => {},
  services: () => [],
  stopService: async () => {},
  startService: async () => {},
  messages: async () => [],
  usage: () => [],
};

/** An edge over two fake regions for each test of a suite. */
export class TestEdge {
  servers: Server[] = [];
  #edge: Edge | undefined;

  constructor() {
    afterEach(async () => {
      await this.#edge?.close({ graceMs: 0 });
      await Promise.all(this.servers.map(stopServer));
      this.servers = [];
    });
  }

  /** Ends the fake gateway of a region. */
  stopRegion(name: "us-east-1" | "eu-west-1"): Promise<void> {
    return stopServer(this.servers[name === "us-east-1" ? 0 : 1]!);
  }

  /** @returns the edge's URL */
  async start(
    america: RequestListener = named("america"),
    europe: RequestListener = named("europe"),
    more: Partial<EdgeOptions> = {},
  ): Promise<string> {
    const regions = await Promise.all([startRegion(america), startRegion(europe)]);
    this.servers = regions.map(({ server }) => server);
    this.#edge = await startEdge({
      port: 0,
      regions: [
        { name: "us-east-1", apiUrl: regions[0]!.apiUrl },
        { name: "eu-west-1", apiUrl: regions[1]!.apiUrl },
      ],
      control: noControl,
      // An interval of a minute: no check during a test.
      speed: 0.5,
      ...more,
    });
    return this.#edge.url;
  }
}
