import { existsSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import {
  headersByVersion,
  parseApi,
  type ParsedApi,
  proxyCors,
  type Resources,
  RouteError,
} from "../api/index.ts";
import { checkResponseRules } from "../ingress/index.ts";
import { taskSizeFaults } from "../service/index.ts";
import { ComponentArgumentError, Faults } from "../shared/errors.ts";
import { optionFaults, options } from "../shared/options.ts";
import {
  type Platform,
  type PlatformDefinition,
  platformRules,
  type ServiceDefinition,
  serviceRules,
} from "./definition.ts";
import { healthPath } from "./healthPath.ts";

type NoResources = Record<never, pulumi.Resource>;

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
 * Parses a platform's definition and reports all of its faults.
 *
 * @throws ServiceError for a service without a Dockerfile or with an unusable name
 * @throws RouteError for a route that can't be served, exists twice, or names an unknown service or
 *   authorizer
 * @throws ComponentArgumentError for any other option that is unknown, missing or not allowed
 * @throws DefinitionError for several faults; its message lists them all
 */
export function definePlatform<
  const Service extends string,
  All extends Resources = NoResources,
  const Authorizer extends string = never,
  const Plan extends string = never,
>(definition: PlatformDefinition<Service, All, Authorizer, Plan>): Platform;
export function definePlatform(definition: PlatformDefinition): Platform {
  const { name, services, resources, machineScopes, userFirewall, healthRoute, ...api } =
    definition;
  const component = `Platform "${name}"`;
  const faults = new Faults();
  const own = { name, services, resources, machineScopes, userFirewall, healthRoute };
  for (const fault of optionFaults(own, platformRules)) {
    faults.add(new ComponentArgumentError({ component, ...fault }));
  }
  for (const [service, each] of Object.entries(services ?? {})) checkService(service, each, faults);
  const parsed = parseApi(component, api, faults);
  if (!faults.any) checkTargets(definition, parsed, faults);
  const path = faults.any ? undefined : faults.check(() => healthPath(healthRoute, parsed.routes));
  faults.throwIfAny(component);
  return { name, services, resources, machineScopes, userFirewall, api: parsed, healthPath: path };
}

function checkService(name: string, service: ServiceDefinition, faults: Faults): void {
  const component = `Service "${name}"`;
  // With the environment's name, a dash and Pulumi's digits it fits a load balancer's 32 characters.
  if (!/^(?!internal-)[a-z][a-z0-9-]{0,13}[a-z0-9]$/.test(name)) {
    faults.add(
      new ServiceError(
        name,
        "its name can't name AWS resources",
        "Use 2 to 15 lower-case letters, digits and dashes, beginning with a letter, not with internal-.",
      ),
    );
  }
  const wrong = options(serviceRules, taskSizeFaults)(service, "");
  faults.add(...wrong.map((fault) => new ComponentArgumentError({ component, ...fault })));
  if (wrong.length > 0) return;
  if (existsSync(join(service.directory, "Dockerfile"))) return;
  faults.add(
    new ServiceError(
      name,
      `there is no Dockerfile in "${service.directory}"`,
      "Give the folder from the project's root, such as services/orders.",
    ),
  );
}

/** Reports routes to unknown services, and services whose routes need more settings than fit. */
function checkTargets(
  { services, cors, versions }: PlatformDefinition,
  { routes }: ParsedApi,
  faults: Faults,
): void {
  const names = Object.keys(services);
  for (const { key, integration } of routes) {
    if (!("service" in integration) || names.includes(integration.service)) continue;
    faults.add(
      new RouteError(
        key,
        `there is no service "${integration.service}"`,
        `Add it to services, or use one of: ${names.join(", ")}.`,
      ),
    );
  }
  for (const [name, { proxy }] of Object.entries(services)) {
    faults.check(() =>
      checkResponseRules(`Service "${name}": proxy`, {
        ...proxyCors(routes, name, cors),
        headersByVersion: headersByVersion(versions),
        headers: proxy?.headers,
      }),
    );
  }
}
