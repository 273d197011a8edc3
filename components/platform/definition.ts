import type * as pulumi from "@pulumi/pulumi";
import {
  type ApiDefinition,
  type Integration,
  type ParsedApi,
  type Resources,
  type RouteKey,
} from "../api/index.ts";
import type { FunctionDefinition } from "../functions/index.ts";
import { type EdgeDefinition, edgeRule } from "../edge/index.ts";
import {
  type DirectoryFirewallArgs,
  directoryFirewallRules,
  identityFaults,
  type IdentityOptions,
  identityRules,
  type ScopesArgs,
  scopesRules,
} from "../identity/index.ts";
import {
  type AssertionOptions,
  assertionRule,
  type ClaimHeaders,
  claimHeadersRule,
  proxyOptionFaults,
  type ProxyOptions,
  proxyOptionRules,
} from "../ingress/index.ts";
import { type ObservabilityOptions, observabilityRule } from "../observability/index.ts";
import {
  type PrivateServiceArgs,
  privateServiceRules,
  tableFaults,
  type TableOptions,
  type Scaling,
  scalingFaults,
  scalingRule,
  tableRules,
  taskSizeFaults,
  taskSizeRules,
} from "../service/index.ts";
import {
  anyText,
  anything,
  callback,
  type JointCheck,
  listOf,
  mapOf,
  oneOf,
  options,
  type OptionRules,
  required,
  text,
} from "../shared/options.ts";
import { variableFaults } from "./serviceVariables.ts";

/** A table that a service keeps its data in. */
export interface TableDefinition extends TableOptions {
  /**
   * `"all"` makes one table of all regions of the environment, with a replica in each. Their tables
   * then belong to the home region's stack. `ServiceTable` says what a global table guarantees.
   * @default a separate table in each region
   */
  replicas?: "all";
}

/** A private server of the team's. `directory` starts from the project's root. */
export interface ServiceDefinition<Service extends string = string> extends Pick<
  PrivateServiceArgs,
  | "directory"
  | "healthPath"
  | "healthCheckGracePeriodSeconds"
  | "cpu"
  | "memoryMb"
  | "cpuArchitecture"
  | "secrets"
> {
  /** Its tables; the variable `<NAME>_TABLE` contains each one's name. @default none */
  tables?: Record<string, TableDefinition>;
  /**
   * Other services that it calls; the variable `<NAME>_URL` contains each one's address in the VPC.
   * Services may call each other.
   * @default none
   */
  calls?: readonly Service[];
  /** Environment variables, not for secrets, which `secrets` is for. @default none */
  environment?: Record<string, string>;
  /** Number of tasks. @default 2 in production, 1 elsewhere */
  desiredCount?: number;
  /** Limits of a number of tasks that follows the load, in place of `desiredCount`. @default a fixed number */
  scaling?: Scaling;
  /** The function between gateway and service. @default its own defaults */
  proxy?: ProxyOptions;
  /** Signed statements about callers, which the service verifies: `{}` for the defaults. @default none */
  assertion?: AssertionOptions;
}

/** The scope of the platform's own resources. */
export interface ResourceScope {
  /** Prefix for the resources' names: the environment's name, such as `prod`. */
  readonly name: string;
  readonly region: string;
  /** Set for an environment whose data must not be lost. */
  readonly production: boolean;
  /** Options for each resource, which make it a part of the region. */
  readonly options: pulumi.CustomResourceOptions;
}

/** A whole platform: the same in every region. Routes can only name existing services, resources and authorizers. */
export interface PlatformDefinition<
  Service extends string = string,
  All extends Resources = Resources,
  Authorizer extends string = string,
  Plan extends string = string,
  Function extends string = string,
> extends ApiDefinition<
  Integration<NoInfer<Service>, NoInfer<All>, NoInfer<Function>>,
  Authorizer,
  Plan
> {
  /** Its name, in messages to users and as the API's title. */
  readonly name: string;
  /** Private servers by name: 2 to 15 lower-case letters, digits and dashes. */
  readonly services: Readonly<Record<Service, ServiceDefinition<NoInfer<Service>>>>;
  /**
   * Declares resources of the platform, such as queues, that routes use by name. Annotate the
   * parameter, `({ name, options }: ResourceScope) => …`, so that TypeScript infers the names.
   * @default none
   */
  readonly resources?: (scope: ResourceScope) => All;
  /**
   * Lambda functions of your own by name: 2 to 24 lower-case letters, digits and dashes. Routes, schedules and queues call
   * them (docs/functions.md).
   * @default none
   */
  readonly functions?: Readonly<
    Record<Function, FunctionDefinition<NoInfer<Service>, NoInfer<All>>>
  >;
  /**
   * Route that responds with 200 while a region works: a GET route that everybody may call, without a
   * path parameter.
   * @default "GET /health" if the platform has such a route
   */
  readonly healthRoute?: RouteKey & `GET ${string}`;
  /** Scopes that machines may be given. @default no machine client */
  readonly machineScopes?: ScopesArgs;
  /** AWS WAF in front of the user pool's public operations: `{}` for its default rules. @default none */
  readonly userFirewall?: DirectoryFirewallArgs;
  /**
   * The CloudFront distribution in front of all regions, in environments with an edge stack
   * (docs/regions.md).
   * @default every request reaches the API uncached, and there is no site
   */
  readonly edge?: EdgeDefinition;
  /** Users in several regions. @default the home region's user pool, which all regions trust */
  readonly identity?: IdentityOptions;
  /**
   * Alarms and what else lets you see the platform work (docs/observability.md).
   * @default alarms for everything that a region has
   */
  readonly observability?: ObservabilityOptions;
  /** Headers with claims of callers, for all services behind proxy functions. @default the usual ones */
  readonly claims?: ClaimHeaders;
}

/** Rules of a platform's own settings. Services are checked one by one, with their names in the errors. */
export const platformRules: OptionRules<Omit<PlatformDefinition, keyof ApiDefinition>> = {
  name: required(text()),
  services: required(mapOf(anything)),
  resources: callback,
  functions: mapOf(anything),
  healthRoute: text(),
  machineScopes: options(scopesRules),
  userFirewall: options(directoryFirewallRules),
  edge: edgeRule,
  identity: options(identityRules, identityFaults),
  claims: claimHeadersRule,
  observability: observabilityRule,
};

export const serviceRules: OptionRules<ServiceDefinition> = {
  ...taskSizeRules,
  directory: privateServiceRules.directory,
  healthPath: privateServiceRules.healthPath,
  healthCheckGracePeriodSeconds: privateServiceRules.healthCheckGracePeriodSeconds,
  cpuArchitecture: privateServiceRules.cpuArchitecture,
  tables: mapOf(
    options<TableDefinition>({ ...tableRules, replicas: oneOf(["all"]) }, tableFaults),
    text(
      /^[a-z][a-z0-9-]*$/,
      "names of lower-case letters, digits and dashes, beginning with a letter",
    ),
  ),
  calls: listOf(text(), { distinct: true, allowed: "a list of different services" }),
  environment: mapOf(anyText),
  secrets: privateServiceRules.secrets,
  scaling: scalingRule,
  proxy: options(proxyOptionRules, proxyOptionFaults),
  assertion: assertionRule,
};

/** Sizes that Fargate lacks, and variables that a service would have twice. */
export const serviceFaults: JointCheck<ServiceDefinition> = (service) => {
  return [...taskSizeFaults(service), ...scalingFaults(service), ...variableFaults(service)];
};

/** A parsed platform: checked as a whole. Made by `definePlatform`. */
export interface Platform extends Pick<
  PlatformDefinition,
  | "name"
  | "services"
  | "resources"
  | "functions"
  | "machineScopes"
  | "userFirewall"
  | "identity"
  | "edge"
  | "claims"
  | "observability"
> {
  readonly api: ParsedApi;
  /** Path of the health route. `undefined` without one. */
  readonly healthPath: string | undefined;
}
