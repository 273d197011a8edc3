import { existsSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { apiRules, parseApi, type ParsedApi, type Resources, RouteError } from "../api/index.ts";
import { edgeFaults } from "../edge/index.ts";
import { checkResilience } from "./checkResilience.ts";
import { checkFunctions } from "./checkFunctions.ts";
import { checkProxySettings } from "./checkProxySettings.ts";
import { ComponentArgumentError, Faults } from "../shared/errors.ts";
import { isObject, type JointCheck, options } from "../shared/options.ts";
import {
  type Platform,
  type PlatformDefinition,
  platformRules,
  type ServiceDefinition,
  serviceFaults,
  serviceRules,
} from "./definition.ts";
import { triggerTableFaults } from "./grantedTables.ts";
import { healthPath } from "./healthPath.ts";
import { serviceNames } from "./names.ts";
import { tokenErrors } from "./tokenRoutes.ts";
import { unverifiedCalls } from "./unverifiedCalls.ts";
import { callFaults } from "./serviceCalls.ts";

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
  const Function extends string = never,
>(definition: PlatformDefinition<Service, All, Authorizer, Plan, Function>): Platform;
export function definePlatform(definition: PlatformDefinition): Platform {
  const faults = new Faults();
  const named = typeof definition?.name === "string";
  const component = named ? `Platform "${definition.name}"` : "The platform";
  const wrong = options<PlatformDefinition>({ ...platformRules, ...apiRules })(definition, "");
  faults.add(...wrong.map((fault) => new ComponentArgumentError({ component, ...fault })));
  if (!isObject(definition)) faults.throwIfAny(component);
  const { name, services, resources, machineScopes, userFirewall, identity, ...others } =
    definition;
  const { healthRoute, edge, claims, functions, observability, ...rest } = others;
  const defined = isObject(services) ? services : {};
  for (const [service, each] of Object.entries(defined)) {
    checkService(service, each, Object.keys(defined), faults);
  }
  const api = parseApi(component, rest, wrong, faults);
  checkFunctions(definition, api, faults);
  faults.add(
    ...triggerTableFaults(definition).map(
      (fault) => new ComponentArgumentError({ component, ...fault }),
    ),
  );
  checkTargets(defined, api, faults);
  const hasAllRoutes = !faults.errors.some((error) => error instanceof RouteError);
  const path = hasAllRoutes ? faults.check(() => healthPath(healthRoute, api.routes)) : undefined;
  if (!faults.any) {
    checkProxySettings({ services, claims, api }, faults);
    checkResilience(defined, api, faults);
    faults.add(...unverifiedCalls(definition, api), ...tokenErrors(component, definition, api));
    const wrongEdge = edgeFaults(edge ?? {}, api);
    faults.add(...wrongEdge.map((fault) => new ComponentArgumentError({ component, ...fault })));
  }
  if (userFirewall && identity?.firewall) {
    const allowed = "nothing beside identity.firewall";
    const fault = {
      argument: "userFirewall",
      given: userFirewall,
      allowed,
      fix: "Keep one of them.",
    };
    faults.add(new ComponentArgumentError({ component, ...fault }));
  }
  faults.throwIfAny(component);
  const users = { machineScopes, userFirewall, identity };
  const own = { name, services, resources, functions, ...users, edge, observability, claims };
  return { ...own, api, healthPath: path };
}

function checkService(
  name: string,
  service: ServiceDefinition,
  services: readonly string[],
  faults: Faults,
): void {
  const component = `Service "${name}"`;
  if (!serviceNames.pattern.test(name)) {
    const fix = `Use ${serviceNames.allowed}.`;
    faults.add(new ServiceError(name, "its name can't name AWS resources", fix));
  }
  const joint: JointCheck<ServiceDefinition> = (valid) => [
    ...serviceFaults(valid),
    ...callFaults(name, valid, services),
  ];
  const wrong = options(serviceRules, joint)(service, "");
  faults.add(...wrong.map((fault) => new ComponentArgumentError({ component, ...fault })));
  if (typeof service?.directory !== "string" || existsSync(join(service.directory, "Dockerfile"))) {
    return;
  }
  faults.add(
    new ServiceError(
      name,
      `there is no Dockerfile in "${service.directory}"`,
      "Give the folder from the project's root, such as services/orders.",
    ),
  );
}

/** Reports routes to unknown services. */
function checkTargets(
  services: PlatformDefinition["services"],
  { routes }: ParsedApi,
  faults: Faults,
): void {
  const names = Object.keys(services);
  for (const { key, integration } of routes) {
    if (!("service" in integration) || names.includes(integration.service)) continue;
    const fix = `Add it to services, or use one of: ${names.join(", ")}.`;
    faults.add(new RouteError(key, `there is no service "${integration.service}"`, fix));
  }
}
