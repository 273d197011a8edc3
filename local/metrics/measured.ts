import type { LogFilters } from "./logFilters.ts";
import type { MetricName } from "./store.ts";

/** The metrics that the local platform counts, by their namespace, with their dimensions. */
const counted: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "AWS/ApiGateway": {
    "ApiName,Stage": ["Count", "4XXError", "5XXError", "Latency", "IntegrationLatency"],
    ApiName: ["Count", "4XXError", "5XXError", "Latency", "IntegrationLatency"],
  },
  "AWS/Lambda": {
    FunctionName: ["Invocations", "Errors", "Throttles", "ConcurrentExecutions"],
    "": ["ClaimedAccountConcurrency", "ConcurrentExecutions"],
  },
  "AWS/ApplicationELB": {
    "LoadBalancer,TargetGroup": ["HealthyHostCount", "UnHealthyHostCount"],
  },
  "AWS/ECS": { "ClusterName,ServiceName": ["CPUUtilization", "MemoryUtilization"] },
  "ECS/ContainerInsights": {
    "ClusterName,ServiceName": ["DesiredTaskCount", "RunningTaskCount"],
  },
  "AWS/SQS": {
    QueueName: ["ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesVisible"],
  },
  "AWS/Route53": { HealthCheckId: ["HealthCheckStatus"] },
};

const onAwsOnly: Readonly<Record<string, string>> = {
  "AWS/NATGateway": "Connections to the internet leave this machine without a NAT gateway.",
  "AWS/Cognito": "Cognito refuses no request for its rate on this machine.",
  "AWS/DynamoDB": "DynamoDB refuses no request for its rate on this machine.",
  "AWS/CertificateManager": "The certificates of this machine are made at each start.",
};

/** Why a metric can't have data here; `undefined` if it can. */
export function whyNotMeasured(metric: MetricName, filters: LogFilters): string | undefined {
  const { namespace, name, dimensions = {} } = metric;
  const counts = filters.counts(metric);
  if (counts !== false) return counts === true ? undefined : counts;
  const byDimensions = counted[namespace];
  const known = byDimensions?.[Object.keys(dimensions).sort().join()];
  if (known?.includes(name)) return undefined;
  return onAwsOnly[namespace] ?? `${namespace} ${name} is measured on AWS only.`;
}
