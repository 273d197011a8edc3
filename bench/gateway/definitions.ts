import { httpProxy, lambdaProxy, mock, vpcLink } from "../../components/api/index.ts";
import { definePlatform } from "../../components/platform.ts";

/** The maximum of an account's region: the throttle runs but refuses nothing. */
export const roomyLimit = { ratePerSecond: 10_000, burst: 5_000 };

/** AWS WAF's maximum in five minutes: the firewall runs but refuses nothing. */
export const mostPerAddress = 2_000_000_000;

/** Limits of the overloaded route. */
export const tightLimit = { ratePerSecond: 200, burst: 400 };

export const fewRoutes = 10;
export const manyRoutes = 1_000;

/** Placeholder for the service's address: `httpProxy` accepts HTTPS only, but all peers use HTTP. */
export const outsideUrl = "https://items.bench.test";

/**
 * Routes to one service: one per integration, one with a throttle, and more up to the given number.
 *
 * @param directPort - additional port of the service, for clients that bypass the load balancer
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

/** Paths of the additional routes. @param id - value of their parameter */
export const thingPaths = (routes: number, id: string): `/${string}`[] =>
  Array.from({ length: routes - 4 }, (_, thing) => `/things-${thing}/${id}` as const);
