import type { RegionAlarmsArgs, WatchedApi, WatchedService } from "./args.ts";
import type { WatchedMetric } from "./metricAlarm.ts";
import type { RegionAlarmName } from "./overrides.ts";

/** What an alarm watches; settings that all alarms share are added later. */
export type Watched = Pick<WatchedMetric, "subject" | "dimensions"> & { alarm: RegionAlarmName };

/** Every alarm that a region with these parts needs. */
export const watchedIn = (args: RegionAlarmsArgs): Watched[] => [
  ...(args.api ? apiAlarms(args.api) : []),
  ...each(args.functions, (name, subject) =>
    ["function-errors" as const, "function-throttles" as const].map((alarm) =>
      one(alarm, subject, "AWS/Lambda", { FunctionName: name }),
    ),
  ),
  ...(hasAny(args.functions) ? [{ alarm: "function-concurrency" as const }] : []),
  ...each(args.services, serviceAlarms),
  ...each(args.natGateways, (id, subject) => [
    one("nat-ports", subject, "AWS/NATGateway", { NatGatewayId: id }),
  ]),
  ...(hasAny(args.triggerLogs) ? [{ alarm: "trigger-failures" as const }] : []),
  ...each(args.userPool?.clientIds, (id, subject) => [
    one("users-throttled", subject, "AWS/Cognito", {
      UserPool: args.userPool!.id,
      UserPoolClient: id,
    }),
  ]),
  ...each(args.tables, (name, subject) => [
    one("table-throttles", subject, "AWS/DynamoDB", { TableName: name }),
  ]),
  ...each(args.queues, (name, subject) => [
    one("queue-age", subject, "AWS/SQS", { QueueName: name }),
  ]),
  ...each(args.deadLetterQueues, (name, subject) => [
    one("dead-letters", subject, "AWS/SQS", { QueueName: name }),
  ]),
  ...each(args.certificates, (arn, subject) => [
    one("certificate-expiry", subject, "AWS/CertificateManager", { CertificateArn: arn }),
  ]),
];

function apiAlarms({ restApiName, stageName, firewall, quotas }: WatchedApi): Watched[] {
  const dimensions = { "AWS/ApiGateway": { ApiName: restApiName, Stage: stageName } };
  return [
    { alarm: "api-integration-latency", dimensions },
    { alarm: "api-authorizer-failures" },
    { alarm: "api-refused-tokens", dimensions },
    { alarm: "api-throttled" },
    ...(quotas ? [{ alarm: "api-quota-exceeded" as const }] : []),
    ...(firewall ? [{ alarm: "api-firewall-blocked" as const }] : []),
  ];
}

function serviceAlarms(service: WatchedService, subject: string): Watched[] {
  const { clusterName: ClusterName, serviceName: ServiceName } = service;
  const { loadBalancer: LoadBalancer, targetGroup: TargetGroup } = service;
  const dimensions = {
    "AWS/ApplicationELB": { LoadBalancer, TargetGroup },
    "AWS/ECS": { ClusterName, ServiceName },
    "ECS/ContainerInsights": { ClusterName, ServiceName },
  };
  const alarms = [
    "service-down",
    "service-unhealthy-hosts",
    "service-tasks",
    "service-cpu",
    "service-memory",
  ] as const;
  return alarms.map((alarm) => ({ alarm, subject, dimensions }));
}

const one = (
  alarm: RegionAlarmName,
  subject: string,
  namespace: string,
  dimensions: NonNullable<WatchedMetric["dimensions"]>[string],
): Watched => ({ alarm, subject, dimensions: { [namespace]: dimensions } });

const each = <Part>(
  parts: Readonly<Record<string, Part>> | undefined,
  alarmsOf: (part: Part, subject: string) => Watched[],
): Watched[] => Object.entries(parts ?? {}).flatMap(([subject, part]) => alarmsOf(part, subject));

const hasAny = (parts: object | undefined): boolean => Object.keys(parts ?? {}).length > 0;
