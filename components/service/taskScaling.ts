import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as defaults from "./defaults.ts";
import type { Scaling } from "./scaling.ts";

interface Scaled {
  readonly service: aws.ecs.Service;
  readonly loadBalancerArn: pulumi.Output<string>;
  readonly targetGroupArn: pulumi.Output<string>;
}

/**
 * Lets the number of a service's tasks follow its load.
 *
 * Creates a scalable target, a target tracking policy for each figure to keep to and a scheduled action for
 * each schedule. Application Auto Scaling makes two or more alarms per policy (0.10 USD a month each).
 */
export function scaleTasks(
  name: string,
  { min = defaults.desiredCount, max, ...scaling }: Scaling,
  { service, loadBalancerArn, targetGroupArn }: Scaled,
  opts: pulumi.CustomResourceOptions,
): void {
  const cluster = service.cluster.apply((arn) => arn.split("/").at(-1));
  const target = new aws.appautoscaling.Target(
    name,
    {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: pulumi.interpolate`service/${cluster}/${service.name}`,
      minCapacity: min,
      maxCapacity: max,
    },
    opts,
  );
  const { serviceNamespace, scalableDimension, resourceId } = target;
  const scaled = { serviceNamespace, scalableDimension, resourceId };

  const keepTo = (figure: string, targetValue: number | undefined, metric: Metric) => {
    if (targetValue === undefined) return;
    new aws.appautoscaling.Policy(
      `${name}-${figure}`,
      {
        ...scaled,
        policyType: "TargetTrackingScaling",
        targetTrackingScalingPolicyConfiguration: {
          targetValue,
          predefinedMetricSpecification: metric,
          scaleOutCooldown: scaling.scaleOutCooldownSeconds ?? defaults.scaleOutCooldownSeconds,
          scaleInCooldown: scaling.scaleInCooldownSeconds ?? defaults.scaleInCooldownSeconds,
        },
      },
      opts,
    );
  };
  keepTo("cpu", scaling.cpuPercent, { predefinedMetricType: "ECSServiceAverageCPUUtilization" });
  keepTo("memory", scaling.memoryPercent, {
    predefinedMetricType: "ECSServiceAverageMemoryUtilization",
  });
  keepTo("requests", scaling.requestsPerTarget, {
    predefinedMetricType: "ALBRequestCountPerTarget",
    resourceLabel: resourceLabel(loadBalancerArn, targetGroupArn),
  });
  for (const [key, { at, timeZone, ...limits }] of Object.entries(scaling.schedules ?? {})) {
    new aws.appautoscaling.ScheduledAction(
      `${name}-${key}`,
      {
        ...scaled,
        schedule: at,
        timezone: timeZone ?? "UTC",
        scalableTargetAction: { minCapacity: limits.min, maxCapacity: limits.max },
      },
      opts,
    );
  }
}

type Metric = NonNullable<
  aws.types.input.appautoscaling.PolicyTargetTrackingScalingPolicyConfiguration["predefinedMetricSpecification"]
>;

/**
 * The ends of both ARNs. Source: Application Auto Scaling API Reference, "PredefinedMetricSpecification":
 * `app/<load balancer>/<id>/targetgroup/<target group>/<id>`.
 */
const resourceLabel = (
  loadBalancerArn: pulumi.Output<string>,
  targetGroupArn: pulumi.Output<string>,
): pulumi.Output<string> =>
  pulumi
    .all([loadBalancerArn, targetGroupArn])
    .apply(
      ([balancer, group]) =>
        `${balancer.split(":loadbalancer/").at(-1)}/${group.split(":").at(-1)}`,
    );
