import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readZone } from "../dns/readZone.ts";
import { type Edge, type EdgeOptions, startEdge } from "../server.ts";
import { noControl } from "./edge.ts";
import { type Change, stack } from "./world.ts";

interface Status {
  edge: { requests: number; failovers: number };
  regions: Record<
    string,
    { healthy: boolean; requests: number; errors: number; drained?: boolean; delayMs?: number }
  >;
  domain: {
    name: string;
    records: { name: string; type: string; healthy: boolean; weight?: number; region?: string }[];
    checks: { id: string; healthy: boolean }[];
  };
}

/** An edge over fake gateways of regions with a domain, for each test of a suite. */
export class WorldEdge {
  url = "";
  #edge: Edge | undefined;
  readonly #servers = new Map<string, Server>();
  /** Regions whose gateway responds 500 to health checks. */
  readonly ill = new Set<string>();

  constructor() {
    afterEach(async () => {
      await this.#edge?.close({ graceMs: 0 });
      for (const region of this.#servers.keys()) this.kill(region);
      this.#servers.clear();
      this.ill.clear();
    });
  }

  /**
   * @param regions - with the mistakes of their stacks
   * @param serve - responds to what is no health check, for each region
   */
  async start(
    regions: Record<string, Change>,
    serve: (region: string) => RequestListener = named,
    more: Partial<EdgeOptions> = {},
  ): Promise<void> {
    for (const region of Object.keys(regions)) await this.#startRegion(region, serve(region));
    const stages = [...this.#servers].map(([name, server]) => {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/live`;
      return { name, apiUrl: url, stages: [{ restApi: `api-${name}`, stage: "live", url }] };
    });
    this.#edge = await startEdge({
      port: 0,
      regions: stages,
      zone: readZone(Object.entries(regions).map(([region, change]) => stack(region, change))),
      control: noControl,
      // An interval of a minute: no check during a test.
      speed: 0.5,
      ...more,
    });
    this.url = this.#edge.url;
  }

  async #startRegion(region: string, serve: RequestListener): Promise<void> {
    const server = createServer((request, response) => {
      const { "user-agent": agent = "" } = request.headers;
      if (!agent.startsWith("Amazon-Route53")) return void serve(request, response);
      const exists = ["/live/health", "/live/health/gateway"].includes(request.url ?? "");
      response.writeHead(exists ? (this.ill.has(region) ? 500 : 200) : 404).end();
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    this.#servers.set(region, server);
  }

  /** Ends a region's gateway with all connections, as an outage does. */
  kill(region: string): void {
    const server = this.#servers.get(region)!;
    server.close();
    server.closeAllConnections();
  }

  async status(): Promise<Status> {
    return (await (await fetch(`${this.url}/_palisade/status`)).json()) as Status;
  }

  /** Waits until a region's health changes. */
  async until(region: string, healthy: boolean): Promise<void> {
    while ((await this.status()).regions[region]?.healthy !== healthy);
  }

  async control(path: string): Promise<Response> {
    return fetch(`${this.url}/_palisade/regions/${path}`, { method: "POST" });
  }

  /** @returns the region that serves a client */
  async regionFor(from: string, headers: Record<string, string> = {}): Promise<string | null> {
    const sent = { "x-palisade-client-region": from, ...headers };
    const response = await fetch(`${this.url}/orders`, { headers: sent });
    await response.arrayBuffer();
    return response.headers.get("x-palisade-region");
  }
}

/** A gateway that responds with its region and the request's path. */
const named =
  (region: string): RequestListener =>
  (request, response) =>
    void response.end(`${region} ${request.url}`);
