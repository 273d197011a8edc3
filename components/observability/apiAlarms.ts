import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as defaults from "./defaults.ts";

export interface ApiAlarmsArgs {
  /** Name of the REST API, by which CloudWatch knows it. */
  restApiName: pulumi.Input<string>;
  stageName: pulumi.Input<string>;
  /** SNS topics of this region, 5 at most, that hear when an alarm goes off and when it is over. @default none */
  alarmTopicArns?: pulumi.Input<string>[];
}

/**
 * Tells whether a region's API answers, and fast enough: alarms on its stage, for whoever is on
 * duty and for a deployment that watches them.
 *
 * Creates two alarms: on the share of calls that fail on the server's side, and on the time that
 * the slowest hundredth takes. Costs 0.30 USD a month (three metrics at 0.10; us-east-1).
 */
export class ApiAlarms extends pulumi.ComponentResource {
  /** The alarms' names in CloudWatch. */
  readonly alarmNames: pulumi.Output<string>[];

  constructor(name: string, args: ApiAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("palisade:observability:ApiAlarms", name, {}, opts);
    const child = { parent: this };

    const alarms = [
      alarmOnServerErrors(`${name}-server-errors`, args, child),
      alarmOnLatency(`${name}-latency`, args, child),
    ];

    this.alarmNames = alarms.map((alarm) => alarm.name);
    this.registerOutputs({ alarmNames: this.alarmNames });
  }
}

function alarmOnServerErrors(
  name: string,
  args: ApiAlarmsArgs,
  opts: pulumi.CustomResourceOptions,
): aws.cloudwatch.MetricAlarm {
  return new aws.cloudwatch.MetricAlarm(
    name,
    {
      ...common(args),
      alarmDescription: "Calls fail on the server's side",
      threshold: defaults.serverErrorRate,
      metricQueries: [
        {
          id: "rate",
          label: "Share of calls that fail",
          expression: `IF(errors >= ${defaults.minimumServerErrors}, errors / calls, 0)`,
          returnData: true,
        },
        { id: "errors", metric: stageMetric(args, "5XXError", "Sum") },
        { id: "calls", metric: stageMetric(args, "Count", "SampleCount") },
      ],
    },
    opts,
  );
}

function alarmOnLatency(
  name: string,
  args: ApiAlarmsArgs,
  opts: pulumi.CustomResourceOptions,
): aws.cloudwatch.MetricAlarm {
  const { stat, ...metric } = stageMetric(args, "Latency", "p99");
  return new aws.cloudwatch.MetricAlarm(
    name,
    {
      ...common(args),
      alarmDescription: "The slowest hundredth of the calls takes too long",
      threshold: defaults.latencyP99Ms,
      ...metric,
      extendedStatistic: stat,
    },
    opts,
  );
}

/** What all alarms share: no data means no calls, which is no failure. */
const common = ({ alarmTopicArns = [] }: ApiAlarmsArgs) => ({
  comparisonOperator: "GreaterThanThreshold",
  evaluationPeriods: defaults.evaluationPeriods,
  datapointsToAlarm: defaults.periodsToAlarm,
  treatMissingData: "notBreaching",
  ...(alarmTopicArns.length > 0 ? { alarmActions: alarmTopicArns, okActions: alarmTopicArns } : {}),
});

/**
 * A metric of the stage. An error counts 1 and any other call 0.
 * Source: API Gateway Developer Guide, "Amazon API Gateway dimensions and metrics".
 */
const stageMetric = ({ restApiName, stageName }: ApiAlarmsArgs, name: string, stat: string) => ({
  namespace: "AWS/ApiGateway",
  metricName: name,
  dimensions: { ApiName: restApiName, Stage: stageName },
  period: defaults.periodSeconds,
  stat,
});
