import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { describeAlarm } from "../observability/index.ts";
import type { DomainArgs } from "./args.ts";
import * as defaults from "./defaults.ts";

/** Paths that respond with 200 while a region works. */
export interface HealthPaths {
  /** Path that API Gateway itself answers. */
  shallowPath: string;
  /** Path that leads through everything that calls need, to a service. */
  deepPath: string;
}

/** A region's health checks by the suffixes of their names. The first one decides. */
export interface HealthChecks {
  readonly "": aws.route53.HealthCheck;
  readonly "-shallow": aws.route53.HealthCheck;
  readonly "-deep": aws.route53.HealthCheck;
}

/**
 * Two checks of the region's own host, and a calculated one that is healthy if both are. Two, so that the
 * alarms tell a broken gateway from a broken service.
 */
export function createHealthChecks(
  name: string,
  host: string,
  args: DomainArgs & HealthPaths,
  opts: pulumi.CustomResourceOptions,
): HealthChecks {
  const create = (kind: string, resourcePath: string) =>
    new aws.route53.HealthCheck(
      `${name}-${kind}`,
      { ...httpsCheck(host, resourcePath, args), tags: { Name: `${host} ${kind}` } },
      opts,
    );
  const shallow = create("shallow", args.shallowPath);
  const deep = create("deep", args.deepPath);
  const children = [shallow.id, deep.id];
  const decides = new aws.route53.HealthCheck(
    name,
    {
      type: "CALCULATED",
      childHealthchecks: children,
      childHealthThreshold: children.length + (args.traffic === "drain" ? 1 : 0),
      tags: { Name: host },
    },
    opts,
  );
  return { "": decides, "-shallow": shallow, "-deep": deep };
}

/**
 * Checks run over IPv4 and do not validate the certificate.
 * Source: Route 53 Developer Guide, "Values that you specify when you create or update health checks".
 */
export const httpsCheck = (
  fqdn: string,
  resourcePath: pulumi.Input<string>,
  { healthChecks = {} }: Pick<DomainArgs, "healthChecks"> = {},
): aws.route53.HealthCheckArgs => ({
  type: "HTTPS",
  fqdn,
  port: 443,
  resourcePath,
  enableSni: true,
  requestInterval: healthChecks.intervalSeconds ?? defaults.intervalSeconds,
  failureThreshold: healthChecks.failureThreshold ?? defaults.failureThreshold,
  ...(healthChecks.regions && { regions: healthChecks.regions }),
});

/** An alarm per check. A drained region's calculated check alarms too. */
export const createAlarms = (
  name: string,
  checks: HealthChecks,
  { alarmTopicArns, runbooks }: DomainArgs & { runbooks?: string | undefined },
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string>[] =>
  Object.entries(checks as unknown as Record<string, aws.route53.HealthCheck>).map(
    ([suffix, check]) => {
      const description = describeAlarm(alarms[suffix as keyof HealthChecks], undefined, runbooks);
      return createAlarm(`${name}${suffix}`, check, description, alarmTopicArns, opts).name;
    },
  );

/** An alarm on a health check, where Route 53's metrics are. */
export const createAlarm = (
  name: string,
  check: aws.route53.HealthCheck,
  alarmDescription: string,
  topicArns: pulumi.Input<string>[] = [],
  opts: pulumi.CustomResourceOptions,
): aws.cloudwatch.MetricAlarm =>
  new aws.cloudwatch.MetricAlarm(
    name,
    {
      region: defaults.metricsRegion,
      alarmDescription,
      namespace: "AWS/Route53",
      metricName: "HealthCheckStatus",
      dimensions: { HealthCheckId: check.id },
      statistic: "Minimum",
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      period: 60,
      evaluationPeriods: 1,
      ...(topicArns.length > 0 && { alarmActions: topicArns, okActions: topicArns }),
    },
    opts,
  );

/** Their rows in the table of alarms. */
const alarms = {
  "": "health-check",
  "-shallow": "health-check-shallow",
  "-deep": "health-check-deep",
} as const;
