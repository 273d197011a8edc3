import { httpProxy, lambdaProxy, type RouteKey } from "../../components/api/index.ts";
import { definePlatform } from "../../components/platform.ts";

/** Memory of the measured functions, in MB. */
export const sizes = [128, 256, 512, 1024] as const;

/** Placeholder for the service's address: `httpProxy` accepts HTTPS only, but all ways use HTTP here. */
export const outsideUrl = "https://files.bench.test";

const directory = "bench/published/service";

/**
 * One service of files, reached by the gateway alone and by a function of each size. A function belongs to
 * one service, so the service exists once for each.
 *
 * @param directPort - additional port of one service, for clients that bypass the gateway
 */
export const filesPlatform = (directPort: number) =>
  definePlatform({
    name: "Published",
    services: Object.fromEntries(
      sizes.map((memoryMb, index) => {
        const environment: Record<string, string> =
          index === 0 ? { DIRECT_PORT: String(directPort) } : {};
        return [`f${memoryMb}`, { directory, environment, proxy: { memoryMb } }];
      }),
    ),
    routes: {
      "GET /http": httpProxy(`${outsideUrl}/`, { auth: "none" }),
      "GET /http/{proxy+}": httpProxy(`${outsideUrl}/{proxy}`, { auth: "none" }),
      ...Object.fromEntries(
        sizes.flatMap((size) =>
          [`GET /f${size}`, `GET /f${size}/{proxy+}`].map((key) => [
            key as RouteKey,
            lambdaProxy(`f${size}`, { auth: "none" }),
          ]),
        ),
      ),
    },
  });
