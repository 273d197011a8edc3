import { type EventSources, readEvents } from "../events/index.ts";
import {
  type FirewallModel,
  readRestApis,
  readUsagePlans,
  type RestApiModel,
  unservedRules,
  type UsagePlanModel,
  userPoolFirewalls,
} from "../gateway/index.ts";
import type { Resource } from "../graph/resource.ts";
import type { GatewayPart } from "../lambda/permissions.ts";
import { readServices, type ServiceSpec } from "../tasks/index.ts";
import { functionsByArn, functionsOfApi, functionsOfRoles } from "./invokedFunctions.ts";

/** A region's account and name, of which its ARNs consist. */
export interface RegionIdentity {
  readonly name: string;
  readonly accountId: string;
}

/** What a region serves, read from its resources. It has no state: see the classes beside this file. */
export interface RegionDefinition {
  readonly resources: Resource[];
  /** Each stage of each REST API. */
  readonly apis: readonly RestApiModel[];
  readonly plans: readonly UsagePlanModel[];
  readonly services: readonly ServiceSpec[];
  /** The functions that something in the region invokes. */
  readonly functions: readonly InvokedFunction[];
  readonly events: EventSources;
  /** Web ACLs of user pools, by the pools' ids. */
  readonly poolFirewalls: ReadonlyMap<string, FirewallModel>;
  /** Messages about parts that have no effect here. */
  readonly unserved: readonly string[];
}

export interface InvokedFunction {
  readonly resource: Resource;
  /** Whether a REST API calls it to authorize requests. */
  readonly isAuthorizer: boolean;
}

/** The resources contain no REST API to serve. */
class RegionError extends Error {
  override readonly name = "RegionError";
}

interface ReadOptions extends RegionIdentity {
  /** Folder that relative paths in resources start from. */
  readonly root: string;
  /** The program's names of usage plans and API keys, by their ids. @default AWS's names */
  readonly usageNames?: ReadonlyMap<string, string> | undefined;
}

/**
 * Reads what a region serves.
 *
 * @throws RegionError without a REST API with a stage
 * @throws RestApiDefinitionError | ServiceSpecError when an API or a service can't be read
 */
export function readDefinition(resources: Resource[], options: ReadOptions): RegionDefinition {
  const apis = readRestApis(resources);
  if (apis.length === 0)
    throw new RegionError(
      `${options.name} has no REST API with a stage. Declare one to run the region.`,
    );
  const events = readEvents(resources);
  const poolFirewalls = userPoolFirewalls(resources);
  const firewalls = [...apis.flatMap(({ firewall }) => firewall ?? []), ...poolFirewalls.values()];
  return {
    resources,
    apis,
    plans: readUsagePlans(resources, options.usageNames),
    services: readServices(resources, options.root),
    functions: invokedFunctions(resources, apis, events.functionArns, options),
    events,
    poolFirewalls,
    unserved: [
      ...firewalls.flatMap(unservedRules).map((message) => `Not served: ${message}`),
      ...events.unserved,
    ],
  };
}

/** The functions that a part of an API may invoke without a role. */
export function functionsOf(
  { id }: RestApiModel,
  part: GatewayPart,
  resources: readonly Resource[],
  { name, accountId }: RegionIdentity,
): Resource[] {
  return functionsOfApi(resources, `arn:aws:execute-api:${name}:${accountId}:${id}`, part);
}

function invokedFunctions(
  resources: readonly Resource[],
  apis: readonly RestApiModel[],
  eventArns: readonly string[],
  region: RegionIdentity,
): InvokedFunction[] {
  const used = (part: GatewayPart) =>
    apis.flatMap((api) => functionsOf(api, part, resources, region));
  const authorizers = new Set([...used("authorizers"), ...functionsOfRoles(resources, apis)]);
  const ofEvents = functionsByArn(resources, eventArns);
  const invoked = new Set([...used("methods"), ...authorizers, ...ofEvents]);
  return [...invoked].map((resource) => ({ resource, isAuthorizer: authorizers.has(resource) }));
}
