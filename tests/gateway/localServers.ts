import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { startCognitoFront } from "../../local/aws/cognito/index.ts";
import { connectEndpoint } from "../../local/aws/endpoint.ts";
import { startEdge } from "../../local/edge/index.ts";
import type { OpenApiDocument } from "../../local/gateway/openapi.ts";
import { createModel, serve, type TestGateway } from "../../local/gateway/testing/gateway.ts";
// Services are plain JavaScript with types in comments.
import { createOrderRoutes } from "../../services/orders/routes.js";
import { createService } from "../../services/orders/runtime/service.js";

export type ServerName = "edge" | "edge without regions" | "front" | "gateway" | "service";

/** The servers of the local platform that callers reach, with fake backends. */
export interface LocalServers {
  readonly ports: Readonly<Record<ServerName, number>>;
  readonly gateway: TestGateway;
  /** Unexpected errors of the edge and the service. */
  readonly errors: unknown[];
  close(): Promise<void>;
}

/** @param document - the API of the gateway, which the edge also forwards to */
export async function startLocalServers(document: OpenApiDocument): Promise<LocalServers> {
  const errors: unknown[] = [];
  const gateway = await serve(createModel(document));
  const startEdgeOver = (apiUrl: string) =>
    startEdge({
      port: 0,
      regions: [{ name: "eu-west-1", apiUrl }],
      control: {
        stop: async () => {},
        start: async () => {},
        services: () => [],
        stopService: async () => {},
        startService: async () => {},
        messages: async (to) => [{ to: to ?? "all" }],
        usage: () => [{ region: "eu-west-1", plans: [] }],
      },
      speed: 0.5,
      reportError: (error) => errors.push(error),
    });
  const store = {
    add: async () => {},
    find: async () => undefined,
    list: async () => ({ orders: [] }),
  };
  const service = createService({
    service: "orders",
    region: "eu-west-1",
    routes: createOrderRoutes({ store, region: "eu-west-1" }),
    log: (level, { error }) => level === "error" && errors.push(error),
  });
  const endpoint = createServer((request, response) => request.pipe(response.writeHead(400)));
  const servicePort = await listen(service);
  const endpointUrl = `http://127.0.0.1:${await listen(endpoint)}`;
  const front = await startCognitoFront(
    connectEndpoint(endpointUrl, "eu-west-1", { accessKeyId: "test", secretAccessKey: "test" }),
  );
  const edge = await startEdgeOver(gateway.url);
  const withoutRegions = await startEdgeOver(`http://127.0.0.1:${await closedPort()}/dev`);

  return {
    ports: {
      edge: portOf(edge.url),
      "edge without regions": portOf(withoutRegions.url),
      front: portOf(front.url),
      gateway: gateway.port,
      service: servicePort,
    },
    gateway,
    errors,
    close: async () => {
      await Promise.all([edge, withoutRegions].map((server) => server.close({ graceMs: 0 })));
      await front.close();
      await gateway.abort();
      for (const server of [service, endpoint]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

const portOf = (url: string): number => Number(new URL(url).port);

async function listen(server: Server): Promise<number> {
  await once(server.listen(0, "127.0.0.1"), "listening");
  return (server.address() as AddressInfo).port;
}

/** Returns a port without a listener. */
async function closedPort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}
