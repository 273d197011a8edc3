import {
  DeleteAlarmsCommand,
  PutMetricAlarmCommand,
  PutMetricAlarmInput$,
} from "@aws-sdk/client-cloudwatch";
import { apiInput, type Places } from "../apiInput.ts";
import {
  arn,
  type CreateRequest,
  digits,
  isElsewhere,
  physicalName,
  required,
  type ResourceKinds,
} from "../kind.ts";

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

const alarmPlaces: Places = {
  name: "AlarmName",
  evaluateLowSampleCountPercentiles: "EvaluateLowSampleCountPercentile",
  metricQueries: "Metrics",
  "metricQueries.metric": "MetricStat",
  "metricQueries.metric.dimensions": "Metric.Dimensions",
  "metricQueries.metric.metricName": "Metric.MetricName",
  "metricQueries.metric.namespace": "Metric.Namespace",
};

async function putAlarm(request: CreateRequest): Promise<void> {
  const { inputs, context } = request;
  if (isElsewhere(context)) return;
  const queries = inputs["metricQueries"] as object[] | undefined;
  const given = {
    ...inputs,
    name: physicalName(request),
    // AWS's default is true, the provider's false.
    metricQueries: queries?.map((query) => ({ returnData: false, ...query })),
  };
  await context.aws.cloudwatch.send(
    new PutMetricAlarmCommand(apiInput(PutMetricAlarmInput$, given, alarmPlaces)),
  );
}
