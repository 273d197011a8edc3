import { httpProxy, lambdaProxy, mock, vpcLink } from "../../components/api/index.ts";
import { definePlatform } from "../../components/platform.ts";
import { tightLimit } from "./limits.ts";

/** Stands for the service's own address: `httpProxy` takes HTTPS only, all peers talk HTTP to it. */
export const outsideUrl = "https://items.bench.test";

/**
 * Routes to one service: one of each way, one with a limit of its own, and more to the number asked for.
 *
 * @param directPort - where the service listens besides, for whoever comes without a load balancer
 */
export const itemsPlatform = (routes: number, directPort?: number) =>
  definePlatform({
    name: `Bench of ${routes}`,
    services: {
      items: {
        directory: "bench/gateway/service",
        environment: directPort === undefined ? {} : { DIRECT_PORT: String(directPort) },
      },
    },
    routes: {
      "GET /items": lambdaProxy("items"),
      "GET /outside": httpProxy(`${outsideUrl}/items`),
      "GET /linked": vpcLink("items"),
      "GET /limited": mock({ body: {}, throttle: tightLimit }),
      ...Object.fromEntries(
        thingPaths(routes, "{id}").map((path) => [`GET ${path}` as const, lambdaProxy("items")]),
      ),
    },
  });

/** Paths of the further routes. @param id - fills their parameter */
export const thingPaths = (routes: number, id: string): `/${string}`[] =>
  Array.from({ length: routes - 4 }, (_, thing) => `/things-${thing}/${id}` as const);
