import { existsSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import {
  type CorsArgs,
  type LambdaProxyIntegration,
  parseRoutes,
  type Route,
  type RouteDefinition,
  RouteError,
  type RouteKey,
} from "./api/index.ts";
import type { ScopesArgs } from "./identity/index.ts";
import { checkProxyArgs, type ProxyOptions } from "./proxy/index.ts";
import { checkTaskSize, type PrivateServiceArgs, type ServiceTableArgs } from "./service/index.ts";

/** A table that a service keeps its data in. */
export type TableDefinition = Omit<ServiceTableArgs, "deletionProtection">;

/** A private server of the team's own. `directory` starts from the project's root. */
export interface ServiceDefinition extends Pick<
  PrivateServiceArgs,
  "directory" | "healthPath" | "cpu" | "memoryMb"
> {
  /** Tables of its own; the variable `<NAME>_TABLE` tells it each one's name. @default none */
  tables?: Record<string, TableDefinition>;
  /** Variables in plain; secrets don't belong here. @default none */
  environment?: Record<string, string>;
  /** Tasks that run. @default 2 in production, 1 elsewhere */
  desiredCount?: number;
  /** The function between gateway and service. @default its own defaults */
  proxy?: ProxyOptions;
}

/** A whole platform: the same in every region. */
export interface PlatformDefinition {
  /** Its name, in messages to users and as the API's title. */
  name: string;
  /** Private servers by name: 2 to 15 lower-case letters, digits and dashes. */
  services: Record<string, ServiceDefinition>;
  /** Routes by `"METHOD /path"`, such as `"GET /orders/{id}"` or `"ANY /files/{proxy+}"`. */
  routes: Record<string, RouteDefinition>;
  /** Web pages that may call the API. @default none */
  cors?: CorsArgs;
  /**
   * Route that answers 200 while a region works: a GET route that everybody may call, with no
   * parameter in its path.
   * @default "GET /health" if the platform has such a route
   */
  healthRoute?: string;
  /** Scopes that machines may be given. @default no machine client */
  machineScopes?: ScopesArgs;
}

/** A platform whose routes can only name services that it has. */
export type TypedPlatformDefinition<Name extends string> = Omit<
  PlatformDefinition,
  "services" | "routes" | "healthRoute"
> & {
  services: Record<Name, ServiceDefinition>;
  routes: { [Key in RouteKey]?: RouteDefinition<LambdaProxyIntegration<NoInfer<Name>>> };
  healthRoute?: RouteKey & `GET ${string}`;
};

/** A service can't be run as it is defined. Thrown before any resource is registered. */
export class ServiceError extends pulumi.RunError {
  override readonly name = "ServiceError";
  /** The service's name. */
  readonly service: string;

  constructor(service: string, problem: string, fix: string) {
    super(`Service "${service}": ${problem}. ${fix}`);
    this.service = service;
  }
}

/**
 * Checks a platform's definition.
 *
 * @throws ServiceError when a service has no Dockerfile or an impossible name
 * @throws ComponentArgumentError when a service or its function has an impossible size
 * @throws RouteError when a route can't be served, is there twice or names an unknown service, or
 *   when the health route is none
 */
export function definePlatform<const Name extends string>(
  definition: TypedPlatformDefinition<Name>,
): PlatformDefinition {
  const platform = definition as PlatformDefinition;
  for (const [name, service] of Object.entries(platform.services)) {
    checkService(name, service);
    checkTaskSize(`Service "${name}"`, service);
    checkProxyArgs(`Service "${name}": proxy`, service.proxy ?? {});
  }
  for (const { key, integration } of parseRoutes(platform.routes)) {
    if (!Object.hasOwn(platform.services, integration.service)) {
      throw new RouteError(
        key,
        `there is no service "${integration.service}"`,
        `Add it to services, or use one of: ${Object.keys(platform.services).join(", ")}.`,
      );
    }
  }
  healthPath(platform);
  return platform;
}

/**
 * Path of the platform's health route.
 *
 * @returns `undefined` when the platform has none
 * @throws RouteError when `healthRoute` is no route that tells everybody whether the region works
 */
export function healthPath({ healthRoute, routes }: PlatformDefinition): string | undefined {
  const candidates = parseRoutes(routes).filter(
    ({ method, path, auth }) => method === "GET" && auth === "none" && !path.includes("{"),
  );
  if (healthRoute === undefined) return candidates.find(({ path }) => path === "/health")?.path;
  const route = candidates.find(({ key }) => key === healthRoute);
  if (!route) {
    throw new RouteError(
      healthRoute,
      Object.hasOwn(routes, healthRoute)
        ? "it can't be the health route, which everybody may call without a token or a parameter"
        : "it is the health route, but the platform has no such route",
      `Use a GET route with auth: "none" and no parameter in its path${oneOf(candidates)}.`,
    );
  }
  return route.path;
}

const oneOf = (routes: Route[]): string =>
  routes.length > 0 ? `, such as ${routes.map(({ key }) => key).join(", ")}` : "";

function checkService(name: string, { directory, tables }: ServiceDefinition): void {
  // With the environment's name, a dash and Pulumi's digits it fits the 32 characters of a load balancer's.
  if (!/^(?!internal-)[a-z][a-z0-9-]{0,13}[a-z0-9]$/.test(name)) {
    throw new ServiceError(
      name,
      "its name can't name AWS resources",
      "Use 2 to 15 lower-case letters, digits and dashes, beginning with a letter, not with internal-.",
    );
  }
  if (!existsSync(join(directory, "Dockerfile"))) {
    throw new ServiceError(
      name,
      `there is no Dockerfile in "${directory}"`,
      "Give the folder from the project's root, such as services/orders.",
    );
  }
  for (const table of Object.keys(tables ?? {})) {
    if (!/^[a-z][a-z0-9-]*$/.test(table)) {
      throw new ServiceError(
        name,
        `"${table}" can't name a table`,
        "Use lower-case letters, digits and dashes, beginning with a letter.",
      );
    }
  }
}
