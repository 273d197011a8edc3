import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { cacheSettings } from "../caching/stageCache.ts";
import type { RouteCache } from "../guards/cache.ts";
import type { Throttle } from "../guards/index.ts";
import type { Route } from "../route/route.ts";

/** Creates the stage's settings for all methods, and those of each route with a limit or cache. */
export function createMethodSettings(
  name: string,
  stageThrottle: Throttle,
  routes: readonly Route[],
  stage: aws.apigateway.Stage,
  opts: pulumi.CustomResourceOptions,
): void {
  const create = (suffix: string, methodPath: string, throttle: Throttle, cache?: RouteCache) =>
    new aws.apigateway.MethodSettings(
      `${name}-${suffix}`,
      {
        restApi: stage.restApi,
        stageName: stage.stageName,
        methodPath,
        settings: {
          throttlingRateLimit: throttle.ratePerSecond,
          throttlingBurstLimit: throttle.burst,
          metricsEnabled: true,
          loggingLevel: "ERROR",
          dataTraceEnabled: false,
          ...cacheSettings(cache),
        },
      },
      opts,
    );
  create("all", "*/*", stageThrottle);
  for (const route of routes) {
    const { throttle, cache } = route;
    if (!throttle && !cache) continue;
    // A method inherits none of the stage's settings.
    create(suffix(route), methodPath(route), throttle ?? stageThrottle, cache);
  }
}

/** Such as `GET/orders/{id}`: depends on the route alone, so URNs stay when other routes change. */
const suffix = ({ method, path }: Route): string => `${method}${path}`;

/**
 * A route as a stage's settings name it, such as `~1orders~1{id}/GET`, or `~1/GET` for the root.
 * Source: API Gateway API Reference, "MethodSetting" (JSON Pointer escapes).
 */
const methodPath = ({ method, path }: Route): string => `${path.replaceAll("/", "~1")}/${method}`;
