import * as aws from "@pulumi/aws";
import type { RegionAlarmsArgs } from "../../../components/observability/index.ts";
import { healthChecks } from "../../../components/observability/alarms/healthChecks.ts";
import { createMetricAlarm } from "../../../components/observability/alarms/metricAlarm.ts";
import type { AlarmName } from "../../../components/observability/alarms/thresholds.ts";
import type { Properties, Resource } from "../../../local/graph/resource.ts";
import { recordResources } from "../recordResources.ts";

/** A region with one of each part. */
const args: RegionAlarmsArgs = {
  api: {
    ...{ restApiName: "shop", stageName: "dev", accessLogNames: ["access"] },
    ...{ firewall: true, quotas: true },
  },
  functions: { resize: "shop-resize" },
  services: {
    orders: {
      ...{ clusterName: "shop", serviceName: "orders" },
      ...{ loadBalancer: "app/orders/1", targetGroup: "targetgroup/orders/1" },
    },
  },
  natGateways: { 1: "nat-1" },
  userPool: { id: "eu-west-1_1", clientIds: { public: "c1" } },
  triggerLogs: { preSignUp: "/aws/lambda/pre-sign-up" },
  tables: { "orders.orders": "orders-1" },
  queues: { resize: "jobs" },
  deadLetterQueues: { "resize-dead": "jobs-dead" },
  certificates: { domain: "arn:aws:acm:eu-west-1:123456789012:certificate/1" },
};

const resource = (type: string, name: string, outputs: Properties): Resource => ({
  ...{ type: `aws:${type}`, name, id: name, inputs: outputs, outputs },
});

/** The parts that metrics get their dimensions from. */
const resources: Resource[] = [
  resource("apigateway/stage:Stage", "stage", {
    ...{ restApi: "abc123", stageName: "dev" },
    accessLogSettings: {
      destinationArn: "arn:aws:logs:eu-west-1:123456789012:log-group:access",
    },
  }),
  resource("lambda/function:Function", "pre-sign-up", { name: "pre-sign-up" }),
  resource("ecs/cluster:Cluster", "shop", { arn: "cluster", name: "shop" }),
  resource("ecs/taskDefinition:TaskDefinition", "orders", {
    ...{ arn: "task", cpu: "256", memory: "512" },
  }),
  resource("ecs/service:Service", "orders", {
    ...{ name: "orders", cluster: "cluster", taskDefinition: "task" },
    loadBalancers: [{ targetGroupArn: "group" }],
  }),
  resource("lb/targetGroup:TargetGroup", "orders", {
    ...{ arn: "group", arnSuffix: "targetgroup/orders/1" },
  }),
  resource("lb/loadBalancer:LoadBalancer", "orders", {
    ...{ arn: "balancer", arnSuffix: "app/orders/1" },
  }),
  resource("lb/listener:Listener", "orders", {
    ...{ loadBalancerArn: "balancer", defaultActions: [{ targetGroupArn: "group" }] },
  }),
];

export const regionResources = { args, resources };

/** The alarms that a program declares, with those of health checks. */
export async function recordedAlarms(build: () => unknown): Promise<Resource[]> {
  const recorded = await recordResources(() => {
    build();
    const useast1 = new aws.Provider("us-east-1", { region: "us-east-1" });
    for (const name of Object.keys(healthChecks)) {
      const dimensions = { "AWS/Route53": { HealthCheckId: `${name}-id` } };
      createMetricAlarm(name, { alarm: name as AlarmName, dimensions }, { provider: useast1 });
    }
  });
  return [...recorded.resources];
}
