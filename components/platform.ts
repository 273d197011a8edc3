import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  type CorsArgs,
  type LambdaProxyIntegration,
  parseRoutes,
  type RouteDefinition,
  RouteError,
  type RouteKey,
} from "./api/index.ts";
import type { ScopesArgs } from "./identity/index.ts";

/** A table that a service keeps its data in. */
export interface TableDefinition {
  /** Name of the string attribute that is the partition key. */
  partitionKey: string;
  /** Name of the string attribute that is the sort key. @default no sort key */
  sortKey?: string;
  /** DynamoDB actions that the service uses, such as `["Query", "PutItem"]`. */
  actions: string[];
}

/** A private server of the team's own. */
export interface ServiceDefinition {
  /** Folder with its Dockerfile, from the project's root, such as `services/orders`. */
  directory: string;
  /** Tables of its own; the variable `<NAME>_TABLE` tells it each one's name. @default none */
  tables?: Record<string, TableDefinition>;
  /** Variables in plain; secrets don't belong here. @default none */
  environment?: Record<string, string>;
  /** Path that answers 200 while it can work. @default "/health" */
  healthPath?: string;
  /** Tasks that run. @default 2 */
  desiredCount?: number;
  /** CPU units per task, 1024 being one virtual CPU. @default 256 */
  cpu?: number;
  /** Memory per task in MB. @default 512 */
  memoryMb?: number;
  /** How the gateway reaches it. @default the proxy function's own defaults */
  proxy?: ProxyDefinition;
}

/** The function between gateway and service. */
export interface ProxyDefinition {
  /** Milliseconds until a call counts as failed, 28,000 at most. @default 25000 */
  totalTimeoutMs?: number;
  /** Milliseconds until a connection counts as failed. @default 2000 */
  connectTimeoutMs?: number;
  /** Memory in MB. @default 256 */
  memoryMb?: number;
  /** Most calls at once. @default no limit of its own */
  reservedConcurrency?: number;
  /** Instances kept warm. @default none */
  provisionedConcurrency?: number;
}

/** A whole platform: the same in every region. */
export interface PlatformDefinition {
  /** Its name, in messages to users and as the API's title. */
  name: string;
  /** Private servers by name: lower-case letters, digits and dashes, 20 characters at most. */
  services: Record<string, ServiceDefinition>;
  /** Routes by `"METHOD /path"`. */
  routes: Record<string, RouteDefinition>;
  /** Web pages that may call the API. @default none */
  cors?: CorsArgs;
  /** Scopes that machines may be given. @default no machine client */
  machineScopes?: ScopesArgs;
}

/** A platform whose routes can only name services that it has. */
export type TypedPlatformDefinition<Services extends Record<string, ServiceDefinition>> = Omit<
  PlatformDefinition,
  "services" | "routes"
> & {
  services: Services;
  routes: {
    [Key in RouteKey]?: RouteDefinition<LambdaProxyIntegration<NoInfer<keyof Services & string>>>;
  };
};

/** A service can't be run as it is defined. Thrown before any resource is registered. */
export class ServiceError extends Error {
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
 * @throws RouteError when a route can't be served, is there twice or names an unknown service
 */
export function definePlatform<const Services extends Record<string, ServiceDefinition>>(
  definition: TypedPlatformDefinition<Services>,
): PlatformDefinition {
  const platform = definition as PlatformDefinition;
  for (const [name, service] of Object.entries(platform.services)) checkService(name, service);
  for (const { key, integration } of parseRoutes(platform.routes)) {
    if (!Object.hasOwn(platform.services, integration.service)) {
      throw new RouteError(
        key,
        `there is no service "${integration.service}"`,
        `Add it to services, or use one of: ${Object.keys(platform.services).join(", ")}.`,
      );
    }
  }
  return platform;
}

function checkService(name: string, { directory, tables }: ServiceDefinition): void {
  if (!/^[a-z][a-z0-9-]{0,18}[a-z0-9]$/.test(name)) {
    throw new ServiceError(
      name,
      "its name can't name AWS resources",
      "Use 2 to 20 lower-case letters, digits and dashes, beginning with a letter.",
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
