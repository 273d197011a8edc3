import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { PrivateNetwork } from "../network/index.ts";
import { alarmsOf } from "../observability/index.ts";
import type { ServiceDefinition } from "../platform/index.ts";
import {
  type Egress,
  inEnvironment,
  PrivateService,
  scalingIn,
  tableVariable,
} from "../service/index.ts";
import type { Assertions } from "./assertions.ts";
import type { RegionalPlatformArgs } from "./args.ts";
import { type EgressArgs, isPrefixList } from "./egress.ts";
import { createInternalCertificate } from "./internalTls.ts";
import { allowCalls, callVariables, serviceZone } from "./serviceCalls.ts";
import type { UsedTable } from "./tables.ts";

/** The running services by name. */
export type Services = Record<string, PrivateService>;

/**
 * An ECS cluster with every service of the platform.
 *
 * @param tablesOf - the tables of each service
 * @param assertions - keys of the services that verify who calls
 * @returns also the certificate of their names inside the VPC
 */
export function createServices(
  name: string,
  args: RegionalPlatformArgs,
  network: PrivateNetwork,
  tablesOf: (service: string) => Record<string, UsedTable>,
  assertions: Assertions,
  opts: pulumi.ComponentResourceOptions,
): { services: Services; certificateArn: pulumi.Output<string> | undefined } {
  const cluster = new aws.ecs.Cluster(
    name,
    { settings: [{ name: "containerInsights", value: containerInsights(args) }] },
    opts,
  );
  const egress = egressOf(args, network, opts);
  // Known after all services, because they may call each other.
  const [startAfter, setStartAfter] = pulumi.deferredOutput<pulumi.Resource[]>();
  const [urls, setUrls] = pulumi.deferredOutput<Record<string, string>>();
  const zone = serviceZone(name, args);
  const certificateArn = createInternalCertificate(name, args, opts);
  const create = ([service, definition]: [string, ServiceDefinition]) => {
    const tables = tablesOf(service);
    return [
      service,
      new PrivateService(
        `${name}-${service}`,
        {
          region: args.region,
          vpcId: network.vpcId,
          subnetIds: network.privateSubnetIds,
          clusterArn: cluster.arn,
          directory: definition.directory,
          environment: {
            ...definition.environment,
            ...tableVariables(tables),
            ...callVariables(zone, definition.calls),
            ...assertions[service]?.variables,
          },
          startAfter: definition.calls && startAfter,
          tls: certificateArn && { certificateArn, url: urls.apply((all) => all[service]!) },
          secrets: mapValues(definition.secrets ?? {}, (each) => inEnvironment(each, name)),
          statements: Object.values(tables).map(({ statement }) => statement),
          egress,
          healthPath: definition.healthPath,
          healthCheckGracePeriodSeconds: definition.healthCheckGracePeriodSeconds,
          cpuArchitecture: definition.cpuArchitecture,
          ...taskCount(definition, args.production),
          cpu: definition.cpu,
          memoryMb: definition.memoryMb,
          deletionProtection: args.production,
        },
        opts,
      ),
    ];
  };
  const services = Object.fromEntries(
    Object.entries(args.definition.services).map(create),
  ) as Services;
  const callable = allowCalls(name, zone, args.definition, network, services, opts);
  setStartAfter(pulumi.output(callable.resources));
  setUrls(pulumi.output(callable.urls));
  return { services, certificateArn };
}

/** Its metrics cost something at rest; alarms on services and dashboards show them. */
const containerInsights = ({ definition }: RegionalPlatformArgs): "enabled" | "disabled" => {
  const { observability = {} } = definition;
  return alarmsOf(observability).scope === "all" || observability.dashboards
    ? "enabled"
    : "disabled";
};

const taskCount = ({ scaling, desiredCount }: ServiceDefinition, production: boolean) =>
  scaling
    ? { scaling: scalingIn(scaling, production) }
    : { desiredCount: desiredCount ?? (production ? undefined : 1) };

const mapValues = <Value, Result>(
  values: Readonly<Record<string, Value>>,
  change: (value: Value) => Result,
): Record<string, Result> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));

/** Variables with the names of a service's tables, such as `ORDERS_TABLE`. */
const tableVariables = (tables: Record<string, UsedTable>): Record<string, pulumi.Output<string>> =>
  Object.fromEntries(
    Object.entries(tables).map(([name, { tableName }]) => [tableVariable(name), tableName]),
  );

/**
 * Targets of tasks with `closedEgress`: interface endpoints by their security group, S3 and DynamoDB by
 * the prefix lists that their gateway endpoints route.
 * Source: AWS PrivateLink Guide, "Gateway endpoints", section "Security".
 */
export function egressOf(
  args: EgressArgs & { region: string },
  network: PrivateNetwork,
  opts: pulumi.InvokeOptions,
): Egress | undefined {
  if (!args.closedEgress) return undefined;
  const prefixListOf = (service: string) =>
    aws.ec2.getPrefixListOutput({ name: `com.amazonaws.${args.region}.${service}` }, opts).id;
  const others = (args.egressTo ?? []).map((target) => [
    target.replaceAll(/[./]/g, "-"),
    isPrefixList(target) ? { prefixListId: target } : { cidrIpv4: target },
  ]);
  return {
    endpoints: { securityGroupId: network.endpointsSecurityGroupId! },
    s3: { prefixListId: prefixListOf("s3") },
    dynamodb: { prefixListId: prefixListOf("dynamodb") },
    ...(Object.fromEntries(others) as Egress),
  };
}
