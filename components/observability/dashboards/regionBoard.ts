import type { RegionAlarmsArgs } from "../alarms/args.ts";
import { ownNamespace } from "../alarms/metricAlarm.ts";
import type { RegionBoardArgs } from "./args.ts";
import type { DashboardBody, MetricRow } from "./body.ts";
import { costDrivers } from "./costDrivers.ts";
import { layOut } from "./layout.ts";
import { alarmWidgets, annotate, graph, metric, type Section } from "./widgets.ts";

/** A region's dashboard: alarms, traffic, errors by cause, latency by hop, throttles, saturation, users, what costs. Pure. */
export const regionBoard = (args: RegionBoardArgs): DashboardBody =>
  layOut(args.dashboardName, [
    { heading: "Alarms", widgets: alarmWidgets("Alarms of this region", args.alarmArns ?? []) },
    traffic(args),
    latency(args),
    throttles(args),
    saturation(args),
    queues(args),
    users(args),
    costDrivers(args),
  ]);

const apiDimensions = ({ api }: RegionAlarmsArgs) => ({
  ApiName: api!.restApiName,
  Stage: api!.stageName,
});

/** A row for each part, with its name as the label. */
const each = <Part>(
  parts: Readonly<Record<string, Part>> | undefined,
  rowsOf: (part: Part, name: string, index: number) => readonly MetricRow[],
): MetricRow[] =>
  Object.entries(parts ?? {}).flatMap(([name, part], index) => rowsOf(part, name, index));

function traffic({ region, parts, thresholds = {}, counted = {} }: RegionBoardArgs): Section {
  const { api, functions, services } = parts;
  const own = api && apiDimensions(parts);
  const causes = Object.entries(counted).map(([label, name]) =>
    metric(ownNamespace, name, {}, { label }),
  );
  return {
    heading: "Traffic and errors",
    widgets: [
      own &&
        graph(
          "Calls a minute",
          [metric("AWS/ApiGateway", "Count", own, { stat: "SampleCount", label: "calls" })],
          { region },
        ),
      own &&
        graph(
          "Share of calls that fail",
          [
            metric("AWS/ApiGateway", "5XXError", own, { label: "5xx" }),
            metric("AWS/ApiGateway", "4XXError", own, { label: "4xx" }),
          ],
          { region, stat: "Average", ...annotate(thresholds, "api-server-errors") },
        ),
      own &&
        graph(
          "Errors a minute by cause",
          [metric("AWS/ApiGateway", "5XXError", own, { label: "5xx" }), ...causes],
          {
            region,
            ...annotate(
              thresholds,
              "api-authorizer-failures",
              "api-throttled",
              "api-firewall-blocked",
            ),
          },
        ),
      graph(
        "Functions: failed invocations a minute",
        each(functions, (FunctionName, label) => [
          metric("AWS/Lambda", "Errors", { FunctionName }, { label }),
        ]),
        { region, width: 12, ...annotate(thresholds, "function-errors") },
      ),
      graph(
        "Services: 5xx a minute",
        each(services, ({ loadBalancer: LoadBalancer, targetGroup: TargetGroup }, name) => [
          metric(
            "AWS/ApplicationELB",
            "HTTPCode_Target_5XX_Count",
            { LoadBalancer, TargetGroup },
            { label: `${name}: service` },
          ),
          metric(
            "AWS/ApplicationELB",
            "HTTPCode_ELB_5XX_Count",
            { LoadBalancer },
            { label: `${name}: load balancer` },
          ),
        ]),
        { region, width: 12 },
      ),
    ],
  };
}

/** Milliseconds. Load balancers measure seconds. */
function latency({ region, parts, thresholds = {} }: RegionBoardArgs): Section {
  const { api, functions, services } = parts;
  const own = api && apiDimensions(parts);
  const hops = (stat: string): MetricRow[] => [
    ...(own
      ? [
          metric("AWS/ApiGateway", "Latency", own, { stat, label: "1 gateway: whole call" }),
          metric("AWS/ApiGateway", "IntegrationLatency", own, {
            stat,
            label: "2 behind the gateway",
          }),
        ]
      : []),
    ...each(functions, (FunctionName, name) => [
      metric("AWS/Lambda", "Duration", { FunctionName }, { stat, label: `3 function ${name}` }),
    ]),
    ...each(services, ({ loadBalancer: LoadBalancer, targetGroup: TargetGroup }, name, index) => [
      metric(
        "AWS/ApplicationELB",
        "TargetResponseTime",
        { LoadBalancer, TargetGroup },
        { stat, id: `s${index}`, visible: false },
      ),
      [{ expression: `s${index} * 1000`, label: `4 service ${name}` }],
    ]),
  ];
  return {
    heading: "Latency by hop, in ms",
    widgets: [
      graph("Half of the calls", hops("p50"), { region, stat: "p50" }),
      graph("A tenth of the calls is slower", hops("p90"), {
        ...{ region, stat: "p90" },
        ...annotate(thresholds, "api-integration-latency"),
      }),
      graph("A hundredth of the calls is slower", hops("p99"), {
        ...{ region, stat: "p99" },
        ...annotate(thresholds, "api-latency"),
      }),
    ],
  };
}

function throttles({ region, parts, thresholds = {} }: RegionBoardArgs): Section {
  const { functions, tables, userPool } = parts;
  return {
    heading: "Throttles",
    widgets: [
      graph(
        "Functions: invocations refused a minute",
        each(functions, (FunctionName, label) => [
          metric("AWS/Lambda", "Throttles", { FunctionName }, { label }),
        ]),
        { region, ...annotate(thresholds, "function-throttles") },
      ),
      graph(
        "Tables: requests refused a minute",
        each(tables, (TableName, name) => [
          metric("AWS/DynamoDB", "ReadThrottleEvents", { TableName }, { label: `${name}: reads` }),
          metric(
            "AWS/DynamoDB",
            "WriteThrottleEvents",
            { TableName },
            { label: `${name}: writes` },
          ),
        ]),
        { region, ...annotate(thresholds, "table-throttles") },
      ),
      graph(
        "Users: requests refused in 5 minutes",
        each(userPool?.clientIds, (UserPoolClient, client) =>
          ["SignInThrottles", "SignUpThrottles", "TokenRefreshThrottles"].map((name) =>
            metric(
              "AWS/Cognito",
              name,
              { UserPool: userPool!.id, UserPoolClient },
              { label: `${client}: ${name.replace("Throttles", "")}` },
            ),
          ),
        ),
        { region, period: 300, ...annotate(thresholds, "users-throttled") },
      ),
    ],
  };
}

function saturation({ region, parts, thresholds = {} }: RegionBoardArgs): Section {
  const { functions, services, natGateways } = parts;
  const ecs = (namespace: string, name: string, label: string, stat: string) =>
    each(services, ({ clusterName: ClusterName, serviceName: ServiceName }, service) => [
      metric(namespace, name, { ClusterName, ServiceName }, { label: `${service}${label}`, stat }),
    ]);
  const concurrent = each(functions, (FunctionName, label) => [
    metric("AWS/Lambda", "ConcurrentExecutions", { FunctionName }, { label }),
  ]);
  return {
    heading: "Saturation",
    widgets: [
      graph(
        "Functions: instances at once",
        concurrent.length > 0
          ? [
              metric("AWS/Lambda", "ClaimedAccountConcurrency", {}, { label: "of the account" }),
              ...concurrent,
            ]
          : [],
        { region, stat: "Maximum", ...annotate(thresholds, "function-concurrency") },
      ),
      graph("Services: CPU, %", ecs("AWS/ECS", "CPUUtilization", "", "Average"), {
        ...{ region, stat: "Average", ...annotate(thresholds, "service-cpu") },
      }),
      graph("Services: memory, %", ecs("AWS/ECS", "MemoryUtilization", "", "Average"), {
        ...{ region, stat: "Average", ...annotate(thresholds, "service-memory") },
      }),
      graph(
        "Services: tasks",
        [
          ...ecs("ECS/ContainerInsights", "RunningTaskCount", ": running", "Maximum"),
          ...ecs("ECS/ContainerInsights", "DesiredTaskCount", ": desired", "Maximum"),
        ],
        { region, stat: "Maximum" },
      ),
      graph(
        "Services: healthy tasks",
        each(services, ({ loadBalancer: LoadBalancer, targetGroup: TargetGroup }, label) => [
          metric(
            "AWS/ApplicationELB",
            "HealthyHostCount",
            { LoadBalancer, TargetGroup },
            { label },
          ),
        ]),
        { region, stat: "Minimum", ...annotate(thresholds, "service-down") },
      ),
      graph(
        "NAT gateways: connections that failed a minute",
        each(natGateways, (NatGatewayId, label) => [
          metric("AWS/NATGateway", "ErrorPortAllocation", { NatGatewayId }, { label }),
        ]),
        { region, ...annotate(thresholds, "nat-ports") },
      ),
    ],
  };
}

function queues({ region, parts, thresholds = {} }: RegionBoardArgs): Section {
  const { queues: consumed, deadLetterQueues } = parts;
  const rows = (given: typeof consumed, name: string) =>
    each(given, (QueueName, label) => [metric("AWS/SQS", name, { QueueName }, { label })]);
  return {
    heading: "Queues",
    widgets: [
      graph("Age of the oldest message, s", rows(consumed, "ApproximateAgeOfOldestMessage"), {
        ...{ region, stat: "Maximum", width: 12, ...annotate(thresholds, "queue-age") },
      }),
      graph(
        "Messages that failed for good",
        rows(deadLetterQueues, "ApproximateNumberOfMessagesVisible"),
        {
          ...{ region, stat: "Maximum", width: 12, ...annotate(thresholds, "dead-letters") },
        },
      ),
    ],
  };
}

/** Cognito's data come every five minutes. Source: Cognito Developer Guide, "User pool metrics in CloudWatch". */
function users({ region, parts: { userPool } }: RegionBoardArgs): Section {
  const successes = (title: string, name: string) =>
    graph(
      title,
      each(userPool?.clientIds, (UserPoolClient, label) => [
        metric("AWS/Cognito", name, { UserPool: userPool!.id, UserPoolClient }, { label }),
      ]),
      { region, period: 300 },
    );
  return {
    heading: "Users, in 5 minutes",
    widgets: [
      successes("Sign-ins", "SignInSuccesses"),
      successes("New users", "SignUpSuccesses"),
      successes("Refreshed tokens", "TokenRefreshSuccesses"),
    ],
  };
}
