import { healthChecks } from "./healthChecks.ts";
import type { AlarmThreshold } from "./threshold.ts";

const apiPage = 'API Gateway Developer Guide, "Amazon API Gateway dimensions and metrics"';
const responsePage = 'API Gateway Developer Guide, "Gateway response types for API Gateway"';
const lambdaPage = 'Lambda Developer Guide, "Types of metrics for Lambda functions"';
const balancerPage =
  'User Guide for Application Load Balancers, "CloudWatch metrics for your Application Load Balancer"';
const ecsPage = 'Amazon ECS Developer Guide, "Monitor Amazon ECS using CloudWatch"';
const insightsPage = 'CloudWatch User Guide, "Amazon ECS Container Insights metrics"';
const sqsPage = 'Amazon SQS Developer Guide, "Available CloudWatch metrics for Amazon SQS"';

const row = (severity: AlarmThreshold["severity"]) => (namespace: string, summary: string) => ({
  severity,
  namespace,
  summary,
});
const page = row("page");
const ticket = row("ticket");

/** A number of the latest data points, a minute each. Without data nothing happens, which is no failure. */
const beyond =
  (comparison: AlarmThreshold["comparison"]) =>
  (
    threshold: number,
    unit: string,
    [periodsToAlarm, periods]: readonly [number, number],
    periodSeconds = 60,
  ) => ({
    ...{ comparison, threshold, unit, periodsToAlarm, periods, periodSeconds },
    missing: "notBreaching" as AlarmThreshold["missing"],
  });
const above = beyond("above");
const below = beyond("below");

/**
 * Every alarm by the name of its runbook, `docs/runbooks/<name>.md`, with its threshold and the reason for it.
 * docs/observability.md shows them as a table.
 */
export const thresholds = {
  "api-server-errors": {
    ...page("AWS/ApiGateway", "Calls fail on the server's side"),
    metrics: {
      errors: { name: "5XXError", statistic: "Sum" },
      calls: { name: "Count", statistic: "SampleCount" },
    },
    math: {
      expression: "IF(errors >= 5, errors / calls, 0)",
      label: "Share of calls that fail",
    },
    ...above(0.05, "of calls", [2, 3]),
    reason:
      "At this rate, an API with a goal of 99.9 % uses up a month's failures in 15 hours. Fewer than five failed calls a minute never ring: at night, one may be all calls. A spike ends within a minute, an outage does not.",
    source: apiPage,
  },
  "api-latency": {
    ...page("AWS/ApiGateway", "The slowest hundredth of the calls takes too long"),
    metrics: { latency: { name: "Latency", statistic: "p99" } },
    ...above(4_000, "ms", [2, 3]),
    reason:
      "More than a cold start plus the 2 s that a function waits for a connection, so that a quiet API's first call does not ring. Far less than the 25 s after which the function gives up.",
    source: apiPage,
  },
  "api-integration-latency": {
    ...ticket("AWS/ApiGateway", "Functions and services behind the API are slow"),
    metrics: { latency: { name: "IntegrationLatency", statistic: "p90" } },
    ...above(2_000, "ms", [5, 5]),
    reason:
      "AWS's own threshold for this metric. A tenth of the calls for five minutes is no cold start. With api-latency it says that the time is lost behind the gateway, without it that calls are slower than they were.",
    source: 'CloudWatch User Guide, "Recommended alarms"',
  },
  "api-authorizer-failures": {
    ...page("Palisade", "Authorizers fail, so callers with a valid token get 500"),
    metrics: { failures: { name: "authorizer-failures", statistic: "Sum" } },
    ...above(5, "calls a minute", [2, 3]),
    reason:
      "A refused token is no failure, a function that crashes or can't be called is. Above five a minute like api-server-errors, which it explains.",
    source: responsePage,
  },
  "api-refused-tokens": {
    ...ticket("Palisade", "Most calls are refused for their token or key"),
    metrics: {
      refused: { name: "refused-tokens", statistic: "Sum" },
      calls: { name: "Count", statistic: "SampleCount", namespace: "AWS/ApiGateway" },
    },
    math: {
      expression: "IF(refused >= 50, refused / calls, 0)",
      label: "Share of calls that are refused",
    },
    ...above(0.5, "of calls", [5, 5]),
    reason:
      "Expired tokens are everyday. Half of all calls, and at least fifty a minute, is a client with a broken sign-in, a wrong setting, or somebody who tries tokens.",
    source: responsePage,
  },
  "api-throttled": {
    ...ticket("Palisade", "Callers get 429 because a rate limit is reached"),
    metrics: { throttled: { name: "throttled", statistic: "Sum" } },
    ...above(60, "calls a minute", [5, 5]),
    reason:
      "Limits are there to refuse bursts. One call a second for five minutes is either growth that the limits do not allow for, or one client that should be told.",
    source: responsePage,
  },
  "api-quota-exceeded": {
    ...ticket("Palisade", "A client has used up the quota of its usage plan"),
    metrics: { refused: { name: "quota-exceeded", statistic: "Sum" } },
    ...above(0, "calls an hour", [1, 1], 3_600),
    reason:
      "The client gets nothing until the quota's period ends. An hour, because each further call would ring again.",
    source: responsePage,
  },
  "api-firewall-blocked": {
    ...ticket("Palisade", "The firewall refuses many calls"),
    metrics: { blocked: { name: "firewall-blocked", statistic: "Sum" } },
    ...above(100, "calls a minute", [5, 5]),
    reason:
      "Scanners cause a few each hour. This many are an attack, or a rule that refuses clients of yours.",
    source: responsePage,
  },
  "function-errors": {
    ...ticket("AWS/Lambda", "A function crashes or reaches its time limit"),
    metrics: { errors: { name: "Errors", statistic: "Sum" } },
    ...above(2, "invocations a minute", [2, 3]),
    reason:
      "Functions answer failures of others themselves: an error is a fault of their own. Callers who notice page by api-server-errors, events that are lost by dead-letters.",
    source: lambdaPage,
  },
  "function-throttles": {
    ...ticket(
      "AWS/Lambda",
      "Lambda refuses to run a function: its or the account's concurrency is used up",
    ),
    metrics: { throttles: { name: "Throttles", statistic: "Sum" } },
    ...above(0, "invocations a minute", [5, 5]),
    reason:
      "AWS's own threshold. Throttled invocations count as no error. A short burst is retried, or pages by api-server-errors.",
    source: 'CloudWatch User Guide, "Recommended alarms"',
  },
  "function-concurrency": {
    ...ticket(
      "AWS/Lambda",
      "The account's functions use nearly all of its concurrency in this region",
    ),
    metrics: { claimed: { name: "ClaimedAccountConcurrency", statistic: "Maximum" } },
    ...above(900, "instances", [10, 10]),
    reason:
      "90 % of the default quota of 1,000: set it to 90 % of yours. Beyond the quota, functions are throttled, those of other programs in the account too.",
    source: 'Lambda Developer Guide, "Monitoring concurrency"',
  },
  "service-down": {
    ...page("AWS/ApplicationELB", "No task of a service is healthy"),
    metrics: {
      healthy: { name: "HealthyHostCount", statistic: "Minimum" },
      running: {
        name: "RunningTaskCount",
        statistic: "Minimum",
        namespace: "ECS/ContainerInsights",
      },
    },
    math: {
      expression: "IF(FILL(healthy, -1) < 0, running, FILL(healthy, -1))",
      label: "Healthy tasks",
    },
    ...below(1, "tasks", [2, 3]),
    reason:
      "A load balancer has no data if nothing is registered, and perhaps if nothing calls it. The number of running tasks tells the two apart, so that an idle service does not page and a stopped one does.",
    source: `${balancerPage}; ${insightsPage}`,
  },
  "service-unhealthy-hosts": {
    ...ticket("AWS/ApplicationELB", "A task of a service fails its health checks"),
    metrics: { unhealthy: { name: "UnHealthyHostCount", statistic: "Minimum" } },
    ...above(0, "tasks", [3, 3]),
    reason:
      "The minimum, as AWS advises: all nodes of the load balancer agree. ECS replaces such a task within minutes; one that stays unhealthy is not replaced, or its successors fail too.",
    source: balancerPage,
  },
  "service-tasks": {
    ...ticket("ECS/ContainerInsights", "A service has fewer running tasks than it should"),
    metrics: {
      desired: { name: "DesiredTaskCount", statistic: "Maximum" },
      running: { name: "RunningTaskCount", statistic: "Maximum" },
    },
    math: { expression: "desired - running", label: "Missing tasks" },
    ...above(0, "tasks", [10, 10]),
    reason:
      "A task that starts is missing for a minute or two. Ten minutes are an image that can't be pulled, a task that ends at once, or no address or capacity left.",
    source: insightsPage,
  },
  "service-cpu": {
    ...ticket("AWS/ECS", "A service uses nearly all of its CPU"),
    metrics: { cpu: { name: "CPUUtilization", statistic: "Average" } },
    ...above(85, "%", [10, 10]),
    reason:
      "AWS's threshold is 80 to 85 %. Ten minutes, so that a service that scales has had time to: then it has reached its greatest number of tasks.",
    source: ecsPage,
  },
  "service-memory": {
    ...ticket("AWS/ECS", "A service uses nearly all of its memory"),
    metrics: { memory: { name: "MemoryUtilization", statistic: "Average" } },
    ...above(85, "%", [5, 5]),
    reason: "A task that needs more than its memory is killed, with all of its calls.",
    source: ecsPage,
  },
  "nat-ports": {
    ...ticket(
      "AWS/NATGateway",
      "A NAT gateway can't open connections: its ports to a destination are used up",
    ),
    metrics: { failed: { name: "ErrorPortAllocation", statistic: "Sum" } },
    ...above(0, "connections a minute", [5, 15]),
    reason:
      "Each destination has 55,000 ports. One failed connection is tried again; five minutes of a quarter of an hour are a client that does not reuse its connections.",
    source: 'Amazon VPC User Guide, "NAT gateway metrics and dimensions"',
  },
  "trigger-failures": {
    ...page("Palisade", "Functions of the user pool fail, so users can't sign in or sign up"),
    metrics: { failures: { name: "trigger-failures", statistic: "Sum" } },
    ...above(2, "attempts a minute", [2, 3]),
    reason:
      "Triggers fail closed. The metric Errors counts refusals too, which a trigger returns on purpose, so the log's lines about failures and time limits are counted.",
    source: 'CloudWatch Logs User Guide, "Filter pattern syntax for metric filters"',
  },
  "users-throttled": {
    ...ticket(
      "AWS/Cognito",
      "Cognito refuses sign-ins, sign-ups or refreshes of tokens: a quota is reached",
    ),
    metrics: {
      signIns: { name: "SignInThrottles", statistic: "Sum" },
      signUps: { name: "SignUpThrottles", statistic: "Sum" },
      refreshes: { name: "TokenRefreshThrottles", statistic: "Sum" },
    },
    math: {
      expression: "FILL(signIns, 0) + FILL(signUps, 0) + FILL(refreshes, 0)",
      label: "Throttled requests",
    },
    ...above(0, "requests in 5 minutes", [1, 2], 300),
    reason:
      "Cognito's quotas are far above everyday use, so any such request is news. Its data come every five minutes; the latest period may still lack them.",
    source: 'Cognito Developer Guide, "User pool metrics in CloudWatch"',
  },
  "table-throttles": {
    ...ticket("AWS/DynamoDB", "DynamoDB refuses reads or writes of a table"),
    metrics: {
      reads: { name: "ReadThrottleEvents", statistic: "Sum" },
      writes: { name: "WriteThrottleEvents", statistic: "Sum" },
    },
    math: { expression: "FILL(reads, 0) + FILL(writes, 0)", label: "Throttled requests" },
    ...above(0, "requests a minute", [4, 6]),
    reason:
      "Tables are on demand: throttling means one hot key, or growth beyond twice the former peak. The SDKs try again, so a minute is harmless. The latest minute may still lack data.",
    source: 'DynamoDB Developer Guide, "DynamoDB metrics and dimensions"',
  },
  "queue-age": {
    ...ticket("AWS/SQS", "Messages wait too long for the function that consumes a queue"),
    metrics: { age: { name: "ApproximateAgeOfOldestMessage", statistic: "Maximum" } },
    ...above(900, "s", [5, 5]),
    reason:
      "A quarter of an hour is more than the longest time limit of a function. Then the consumer is throttled, too slow, or fails and tries again. Without data the queue is empty.",
    source: sqsPage,
  },
  "dead-letters": {
    ...ticket("AWS/SQS", "Messages or scheduled runs have failed for good"),
    metrics: { messages: { name: "ApproximateNumberOfMessagesVisible", statistic: "Maximum" } },
    ...above(0, "messages", [1, 1]),
    reason:
      "Nothing else reports them, and SQS deletes them after two weeks. Without data the queue was not used for hours.",
    source: sqsPage,
  },
  "certificate-expiry": {
    ...ticket("AWS/CertificateManager", "A certificate was not renewed and will expire"),
    metrics: { days: { name: "DaysToExpiry", statistic: "Minimum" } },
    ...below(45, "days", [1, 1], 86_400),
    missing: "ignore",
    reason:
      "AWS's own threshold. ACM renews 60 days before the end: two weeks later something is in its way, mostly a missing record. The state stays without data, which end with the certificate.",
    source: 'CloudWatch User Guide, "Recommended alarms"',
  },
  ...healthChecks,
} satisfies Readonly<Record<string, AlarmThreshold>>;

/** The name of an alarm and of its runbook. */
export type AlarmName = keyof typeof thresholds;
