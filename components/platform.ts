import { existsSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import {
  type ApiKeyDefinition,
  type ApiVersion,
  type ApiVersions,
  type AnswerOptions,
  type Auth,
  type AuthorizerDefinition,
  checkOptions,
  checkVersions,
  type ClientCertificatesArgs,
  type FirewallArgs,
  headersByVersion,
  type Integration,
  proxyCors,
  type Resources,
  type Route,
  type RouteDefinition,
  RouteError,
  type RouteKey,
  routesOf,
  type StageCacheArgs,
  type StageVariables,
  type UsagePlanArgs,
  type UsagePlanDefinition,
} from "./api/index.ts";
import {
  checkDirectoryFirewall,
  type DirectoryFirewallArgs,
  type ScopesArgs,
} from "./identity/index.ts";
import { checkAnswerRules, checkProxyArgs, type ProxyOptions } from "./ingress/index.ts";
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

/** Where the platform's own resources are declared. */
export interface ResourceScope {
  /** Begins the resources' names: the environment's, such as `prod`. */
  readonly name: string;
  readonly region: string;
  /** Whether people rely on it, so that data must not be lost. */
  readonly production: boolean;
  /** Give them to each resource: they make it a part of the region. */
  readonly options: pulumi.CustomResourceOptions;
}

/** A whole platform: the same in every region. */
export interface PlatformDefinition extends UsagePlanArgs, AnswerOptions, StageCacheArgs {
  /** Its name, in messages to users and as the API's title. */
  name: string;
  /** Private servers by name: 2 to 15 lower-case letters, digits and dashes. */
  services: Record<string, ServiceDefinition>;
  /** Declares resources of the platform's own, such as queues, that routes lead to by name. @default none */
  resources?: (scope: ResourceScope) => Resources;
  /** Routes by `"METHOD /path"`, such as `"GET /orders/{id}"` or `"ANY /files/{proxy+}"`. */
  routes: Record<string, RouteDefinition>;
  /**
   * Versions that are served side by side under one domain, each below its name: `GET /orders` of
   * `v1` is `GET /v1/orders`, for clients and for services. @default none
   */
  versions?: ApiVersions;
  /** Lambda authorizers by name, which routes name with `auth: { authorizer: "<name>" }`. @default none */
  authorizers?: Record<string, AuthorizerDefinition>;
  /** Who may call routes that don't say it. @default "cognito" */
  defaultAuth?: Auth;
  /** AWS WAF in front of the API; `false` leaves it without. @default all of its rules, with their defaults */
  firewall?: FirewallArgs | false;
  /** AWS WAF in front of the user pool's public operations: `{}` for its rules, with their defaults. @default none */
  userFirewall?: DirectoryFirewallArgs;
  /** Certificates by which outside endpoints can tell the API's calls. @default none */
  clientCertificates?: ClientCertificatesArgs;
  /**
   * Route that answers 200 while a region works: a GET route that everybody may call, with no
   * parameter in its path.
   * @default "GET /health" if the platform has such a route
   */
  healthRoute?: string;
  /** Scopes that machines may be given. @default no machine client */
  machineScopes?: ScopesArgs;
  /**
   * Values by name, not for secrets, that routes read: `from.stageVariable("…")`, and
   * `https://${stageVariables.…}` as an `httpProxy`'s host. A stack's config `stageVariables` stands
   * over them. @default none
   */
  stageVariables?: StageVariables;
}

type NoResources = Record<never, pulumi.Resource>;

/** A platform whose routes can only name services, resources and authorizers that it has, and its keys only its plans. */
export type TypedPlatformDefinition<
  Name extends string,
  All extends Resources = NoResources,
  Authorizer extends string = never,
  Plan extends string = never,
> = Omit<
  PlatformDefinition,
  | "services"
  | "resources"
  | "routes"
  | "versions"
  | "healthRoute"
  | "authorizers"
  | "defaultAuth"
  | "usagePlans"
  | "apiKeys"
> & {
  services: Record<Name, ServiceDefinition>;
  /**
   * Declares resources of the platform's own, such as queues, that routes lead to by name. Write the
   * parameter's type, `({ name, options }: ResourceScope) => …`: TypeScript learns the names only so.
   */
  resources?: (scope: ResourceScope) => All;
  authorizers?: Record<Authorizer, AuthorizerDefinition>;
  defaultAuth?: Auth<NoInfer<Authorizer>>;
  usagePlans?: Record<Plan, UsagePlanDefinition>;
  apiKeys?: Record<string, ApiKeyDefinition<NoInfer<Plan>>>;
  routes: TypedRoutes<NoInfer<Name>, NoInfer<All>, NoInfer<Authorizer>>;
  /**
   * Versions that are served side by side under one domain, each below its name: `GET /orders` of
   * `v1` is `GET /v1/orders`, for clients and for services. @default none
   */
  versions?: Record<
    string,
    ApiVersion<TypedRoutes<NoInfer<Name>, NoInfer<All>, NoInfer<Authorizer>>>
  >;
  healthRoute?: RouteKey & `GET ${string}`;
};

/** Routes that can only name services, resources and authorizers that there are. */
type TypedRoutes<Name extends string, All extends Resources, Authorizer extends string> = {
  [Key in RouteKey]?: RouteDefinition<Integration<Name, All>, Authorizer>;
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
 * @throws ComponentArgumentError when a service or its function has an impossible size, or API
 *   Gateway would refuse an authorizer, a usage plan or an API key
 * @throws RouteError when a route can't be served, is there twice or names an unknown service or
 *   authorizer, or when the health route is none
 */
export function definePlatform<
  const Name extends string,
  All extends Resources = NoResources,
  const Authorizer extends string = never,
  const Plan extends string = never,
>(definition: TypedPlatformDefinition<Name, All, Authorizer, Plan>): PlatformDefinition {
  const platform = definition as unknown as PlatformDefinition;
  for (const [name, service] of Object.entries(platform.services)) {
    checkService(name, service);
    checkTaskSize(`Service "${name}"`, service);
    checkProxyArgs(`Service "${name}": proxy`, service.proxy ?? {});
  }
  checkVersions(`Platform "${platform.name}"`, platform.versions ?? {});
  const routes = routesOf(platform);
  checkOptions(`Platform "${platform.name}"`, platform, routes);
  if (platform.userFirewall) {
    checkDirectoryFirewall(`Platform "${platform.name}"`, "userFirewall", platform.userFirewall);
  }
  for (const [name, { proxy }] of Object.entries(platform.services)) {
    checkAnswerRules(`Service "${name}": proxy`, {
      ...proxyCors(routes, name, platform.cors),
      headersByVersion: headersByVersion(platform.versions),
      headers: proxy?.headers,
    });
  }
  for (const { key, integration } of routes) {
    if ("service" in integration && !Object.hasOwn(platform.services, integration.service)) {
      throw new RouteError(
        key,
        `there is no service "${integration.service}"`,
        `Add it to services, or use one of: ${Object.keys(platform.services).join(", ")}.`,
      );
    }
  }
  healthPath(platform, routes);
  return platform;
}

/**
 * Path of the platform's health route.
 *
 * @param routes - the platform's, where they are known already
 * @returns `undefined` when the platform has none
 * @throws RouteError when `healthRoute` is no route that tells everybody whether the region works
 */
export function healthPath(
  platform: PlatformDefinition,
  routes: readonly Route[] = routesOf(platform),
): string | undefined {
  const { healthRoute } = platform;
  const candidates = routes.filter(
    ({ method, path, auth, apiKey, cache }) =>
      method === "GET" &&
      auth === "none" &&
      apiKey !== true &&
      cache === undefined &&
      !path.includes("{"),
  );
  if (healthRoute === undefined) return candidates.find(({ path }) => path === "/health")?.path;
  const route = candidates.find(({ key }) => key === healthRoute);
  if (!route) {
    throw new RouteError(
      healthRoute,
      routes.some(({ key }) => key === healthRoute)
        ? "it can't be the health route, which everybody may call without a token, an API key or a parameter, and which is not cached"
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
