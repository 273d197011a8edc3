import {
  DeleteAlarmsCommand,
  type MetricDataQuery,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
} from "@aws-sdk/client-cloudwatch";
import {
  arn,
  type CreateRequest,
  digits,
  isElsewhere,
  physicalName,
  required,
  type ResourceKinds,
} from "../kind.ts";
import { pascalCase } from "../pascalCase.ts";

export const observabilityKinds: ResourceKinds = {
  // Alarms exist at the AWS endpoint, where their state can be read. Those of another region, such as
  // the ones of health checks in us-east-1, have no endpoint here.
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    autoname: "name",
    create: async (request) => {
      await putAlarm(request);
      const name = physicalName(request);
      return { id: name, outputs: { name, arn: arn(request, "cloudwatch", `alarm:${name}`) } };
    },
    update: putAlarm,
    delete: async ({ id, context }) => {
      if (isElsewhere(context)) return;
      await context.aws.cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [id] }));
    },
  },
  // Deliveries of CloudFront's logs. Nothing is delivered on one machine.
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": {
    autoname: "name",
    create: (request) => {
      const name = physicalName(request);
      const [, , service] = required(request, "resourceArn").split(":");
      const source = arn(request, "logs", `delivery-source:${name}`);
      return { id: name, outputs: { name, arn: source, service } };
    },
  },
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": {
    autoname: "name",
    create: (request) => {
      const name = physicalName(request);
      return {
        id: name,
        outputs: {
          name,
          arn: arn(request, "logs", `delivery-destination:${name}`),
          deliveryDestinationType: destinationType(request),
        },
      };
    },
  },
  "aws:cloudwatch/logDelivery:LogDelivery": {
    create: (request) => {
      const id = digits(request, 16);
      return { id, outputs: { arn: arn(request, "logs", `delivery:${id}`) } };
    },
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    autoname: "name",
    create: (request) => {
      const name = physicalName(request);
      return { id: name, outputs: { name, arn: arn(request, "logs", `log-group:${name}`) } };
    },
  },
};

/** S3, CWL or FH. Source: CloudWatch Logs API Reference, "DeliveryDestination". */
function destinationType({ inputs }: CreateRequest): unknown {
  const { deliveryDestinationConfiguration: configuration, deliveryDestinationType } = inputs;
  const { destinationResourceArn = "" } = (configuration ?? {}) as Record<string, string>;
  const types: Record<string, string> = { s3: "S3", logs: "CWL", firehose: "FH" };
  return types[destinationResourceArn.split(":")[2] ?? ""] ?? deliveryDestinationType;
}

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
  const { inputs, context } = request;
  if (isElsewhere(context)) return;
  const queries = inputs["metricQueries"] as MetricQuery[] | undefined;
  const input = {
    ...pascalCase(inputs, converted),
    AlarmName: physicalName(request),
    Dimensions: dimensionList(inputs["dimensions"] as Dimensions | undefined),
    Metrics: queries?.map(dataQuery),
  };
  await context.aws.cloudwatch.send(
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
