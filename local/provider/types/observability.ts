import {
  DeleteAlarmsCommand,
  type MetricDataQuery,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
} from "@aws-sdk/client-cloudwatch";
import { arn, type CreateRequest, physicalName, type ResourceKinds } from "../kind.ts";
import { pascalCase } from "../pascalCase.ts";

export const observabilityKinds: ResourceKinds = {
  // Alarms exist at the AWS endpoint, where their state can be read.
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    autoname: "name",
    create: async (request) => {
      await putAlarm(request);
      const name = physicalName(request);
      return { id: name, outputs: { name, arn: arn(request, "cloudwatch", `alarm:${name}`) } };
    },
    update: putAlarm,
    delete: ({ id, context }) =>
      context.aws.cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [id] })),
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    autoname: "name",
    create: (request) => {
      const name = physicalName(request);
      return { id: name, outputs: { name, arn: arn(request, "logs", `log-group:${name}`) } };
    },
  },
};

/** Inputs that have another name or form in CloudWatch's request. */
const converted = ["name", "dimensions", "metricQueries", "tags"];

type Dimensions = Readonly<Record<string, string>>;

interface MetricQuery {
  readonly id: string;
  readonly expression?: string;
  readonly label?: string;
  readonly returnData?: boolean;
  readonly metric?: {
    readonly namespace: string;
    readonly metricName: string;
    readonly period: number;
    readonly stat: string;
    readonly dimensions?: Dimensions;
  };
}

async function putAlarm(request: CreateRequest): Promise<void> {
  const { inputs } = request;
  const queries = inputs["metricQueries"] as MetricQuery[] | undefined;
  const input = {
    ...pascalCase(inputs, converted),
    AlarmName: physicalName(request),
    Dimensions: dimensionList(inputs["dimensions"] as Dimensions | undefined),
    Metrics: queries?.map(dataQuery),
  };
  await request.context.aws.cloudwatch.send(
    new PutMetricAlarmCommand(input as unknown as PutMetricAlarmCommandInput),
  );
}

const dataQuery = ({
  id,
  expression,
  label,
  returnData,
  metric,
}: MetricQuery): MetricDataQuery => ({
  Id: id,
  Expression: expression,
  Label: label,
  ReturnData: returnData ?? false,
  MetricStat: metric && {
    Metric: {
      Namespace: metric.namespace,
      MetricName: metric.metricName,
      Dimensions: dimensionList(metric.dimensions),
    },
    Period: metric.period,
    Stat: metric.stat,
  },
});

const dimensionList = (dimensions: Dimensions = {}) =>
  Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
