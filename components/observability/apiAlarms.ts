import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  checkOptions,
  input,
  listOf,
  type OptionRules,
  required,
  text,
} from "../shared/options.ts";
import { resourceId } from "../shared/rules.ts";
import * as defaults from "./defaults.ts";

export interface ApiAlarmsArgs {
  /** Name of the REST API, which is a dimension of its metrics. */
  restApiName: pulumi.Input<string>;
  stageName: pulumi.Input<string>;
  /** At most 5 SNS topics of this region, which are notified when an alarm starts and ends. @default none */
  alarmTopicArns?: pulumi.Input<string>[];
}

export const alarmTopicArns = listOf(resourceId, {
  most: 5,
  allowed: "a list of at most 5 ARNs of SNS topics",
});

const apiAlarmsRules: OptionRules<ApiAlarmsArgs> = {
  restApiName: required(input(text())),
  stageName: required(input(text())),
  alarmTopicArns,
};

/**
 * Alarms on the failures and the latency of a region's API, for the people on call and for
 * deployments, which check them.
 *
 * Creates two alarms: on the share of calls that fail with a server error, and on the 99th percentile
 * of the latency. Costs 0.30 USD a month (three metrics at 0.10; us-east-1).
 */
export class ApiAlarms extends pulumi.ComponentResource {
  /** The alarms' names in CloudWatch. */
  readonly alarmNames: pulumi.Output<string>[];

  constructor(name: string, args: ApiAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    checkOptions(`ApiAlarms "${name}"`, args, apiAlarmsRules);
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

/** Options of all alarms. Missing data means that there were no calls, which is not a failure. */
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
