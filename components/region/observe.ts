import type * as pulumi from "@pulumi/pulumi";
import type { Api } from "../api/index.ts";
import type { RegionalEndpoint } from "../endpoint/index.ts";
import type { PlatformFunction } from "../functions/index.ts";
import type { PrivateNetwork } from "../network/index.ts";
import {
  alarmsOf,
  type AlarmTargets,
  AlarmTopics,
  ApiAlarms,
  GlobalDashboard,
  Observability,
  type RegionAlarmsArgs,
  type RegionBoardArgs,
  type UsageRulesArgs,
} from "../observability/index.ts";
import { globalBoardOf, refusedBy } from "./globalBoard.ts";
import type { Backends } from "./backends.ts";
import type { RegionalPlatformArgs } from "./args.ts";
import type { Services } from "./services.ts";
import type { Tables } from "./tables.ts";
import type { Users } from "./users.ts";

/** What a region has that can be watched. */
export interface Parts {
  readonly network: PrivateNetwork;
  readonly tables: Tables;
  readonly users: Users;
  readonly services: Services;
  /** Of the services' names inside the VPC. */
  readonly internalCertificateArn: pulumi.Output<string> | undefined;
  readonly backends: Backends;
  readonly functions: Readonly<Record<string, PlatformFunction>>;
  readonly api: Api;
  readonly endpoint: RegionalEndpoint | undefined;
}

const topicsOf = (
  name: string,
  targets: AlarmTargets = {},
  opts: pulumi.ComponentResourceOptions,
): Partial<AlarmTopics> =>
  targets.page || targets.ticket ? new AlarmTopics(name, targets, opts) : {};

type Names = Record<string, pulumi.Output<string>>;

/**
 * Creates what the platform's options of observability ask for.
 *
 * @returns names in CloudWatch of the alarms that deployments check
 */
export function observe(
  name: string,
  args: RegionalPlatformArgs,
  parts: Parts,
  opts: pulumi.ComponentResourceOptions,
): pulumi.Output<string>[] {
  const { observability = {} } = args.definition;
  const { scope, overrides } = alarmsOf(observability);
  const { dashboards, usage } = observability;
  if (scope === "none" && !dashboards && !usage) return [];
  const { restApiName, stageName } = parts.api;
  const common = { overrides, runbooks: observability.runbooks };
  const targets = scope === "none" ? {} : args.alarmTargets;
  const { page = [], ticket = [] } = topicsOf(name, targets, opts);
  const everyAlarm = [...(args.alarmTopicArns ?? []), ...ticket];
  // Without an alarm of the region, these two page by themselves.
  const alarmTopicArns = scope === "api" ? [...everyAlarm, ...page] : everyAlarm;
  const apiArgs = { ...common, restApiName, stageName, alarmTopicArns };
  const apiAlarms = scope === "none" ? undefined : new ApiAlarms(`${name}-api`, apiArgs, opts);
  const alarmNames = apiAlarms?.alarmNames ?? [];
  if (scope !== "all" && !dashboards && !usage) return alarmNames;
  const watched = watchedParts(args, parts);
  const alarms = {
    ...common,
    ...watched,
    pagingAlarmNames: alarmNames,
    pageTopicArns: page,
    ticketTopicArns: everyAlarm,
  };
  const observed = new Observability(
    name,
    {
      ...(scope === "all" && { alarms }),
      ...(dashboards && { dashboard: dashboardOf(name, args, watched, apiAlarms) }),
      ...(usage && { usage: usageOf(args, parts) }),
    },
    opts,
  );
  if (dashboards && args.dashboardRegions) {
    const account = observed.regionAlarmArn?.apply((arn) => arn.split(":")[4]!);
    new GlobalDashboard(
      name,
      globalBoardOf(name, args.definition, args.dashboardRegions, account),
      opts,
    );
  }
  return scope === "all" ? observed.alarmNames : alarmNames;
}

const usageOf = ({ definition }: RegionalPlatformArgs, { api }: Parts): UsageRulesArgs => ({
  accessLogNames: api.accessLogNames,
  apiKeys: Object.keys(definition.api.usagePlans ?? {}).length > 0,
});

const dashboardOf = (
  name: string,
  { region }: RegionalPlatformArgs,
  parts: RegionAlarmsArgs,
  apiAlarms: ApiAlarms | undefined,
): RegionBoardArgs => ({
  dashboardName: `${name}-${region}`,
  region,
  parts,
  ...(apiAlarms && { alarmArns: apiAlarms.alarmArns, thresholds: apiAlarms.thresholds }),
});

function watchedParts(args: RegionalPlatformArgs, parts: Parts): RegionAlarmsArgs {
  const { definition, home } = args;
  const { api, network, users, services, functions, endpoint, internalCertificateArn } = parts;
  const { restApiName, stageName, accessLogNames } = api;
  const { directory } = users;
  return {
    api: {
      ...{ restApiName, stageName, accessLogNames },
      ...refusedBy(definition),
    },
    functions: functionNames(parts),
    services: Object.fromEntries(
      Object.entries(services).map(([service, { dimensions }]) => [service, dimensions]),
    ),
    natGateways: Object.fromEntries(
      network.natGatewayIds.map((id, index) => [`gateway-${index + 1}`, id]),
    ),
    // Cognito's metrics are those of the pool's own region.
    ...(!home && {
      userPool: { id: directory.userPoolId, clientIds: { public: directory.clientId } },
    }),
    triggerLogs: users.triggerLogs,
    tables: {
      ...mapValues(parts.tables, ({ tableName }) => tableName),
      ...(directory.denyListTable && { "revoked-tokens": directory.denyListTable }),
    },
    queues: queueNames(functions),
    deadLetterQueues: deadLetterNames(functions),
    certificates: {
      ...(endpoint && { domain: endpoint.certificateArn }),
      ...(internalCertificateArn && { internal: internalCertificateArn }),
    },
  };
}

/** Triggers are missing: their errors are refusals, mostly. */
const functionNames = ({ backends, functions, api }: Parts): Names => ({
  ...suffixed(backends.proxies, "proxy"),
  ...suffixed(backends.streamingProxies, "stream-proxy"),
  ...mapValues(functions, ({ functionName }) => functionName),
  ...Object.fromEntries(
    Object.entries(api.authorizerFunctions).map(([each, own]) => [`${each}-authorizer`, own]),
  ),
});

const suffixed = (
  functions: Readonly<Record<string, { functionName: pulumi.Output<string> }>>,
  suffix: string,
): Names =>
  Object.fromEntries(
    Object.entries(functions).map(([each, { functionName }]) => [
      `${each}-${suffix}`,
      functionName,
    ]),
  );

/** Queues that a function consumes; two functions may share one. */
const queueNames = (functions: Parts["functions"]): Names =>
  Object.fromEntries(
    Object.entries(functions).flatMap(([each, { queueName }]) =>
      queueName ? [[each, queueName]] : [],
    ),
  );

const deadLetterNames = (functions: Parts["functions"]): Names =>
  Object.fromEntries(
    Object.entries(functions).flatMap(([each, { deadLetterQueues }]) =>
      Object.entries(deadLetterQueues).map(([kind, queue]) => [`${each}-${kind}`, queue]),
    ),
  );

const mapValues = <Value, Result>(
  values: Readonly<Record<string, Value>>,
  change: (value: Value) => Result,
): Record<string, Result> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
