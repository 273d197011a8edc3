import {
  DeleteAlarmsCommand,
  PutCompositeAlarmCommand,
  PutCompositeAlarmInput$,
  PutMetricAlarmCommand,
  PutMetricAlarmInput$,
} from "@aws-sdk/client-cloudwatch";
import type { Properties } from "../../graph/resource.ts";
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
  // The endpoint computes its state from those of its alarms.
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": {
    create: async (request) => {
      await putCompositeAlarm(request);
      const name = required(request, "alarmName");
      return { id: name, outputs: { arn: arn(request, "cloudwatch", `alarm:${name}`) } };
    },
    update: putCompositeAlarm,
    delete: async ({ id, context }) => {
      await context.aws.cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [id] }));
    },
  },
  // Nothing draws it. An account's dashboards are those of all regions.
  "aws:cloudwatch/dashboard:Dashboard": {
    create: async (request) => {
      const id = required(request, "dashboardName");
      const { accountId } = request.context;
      return { id, outputs: { dashboardArn: `arn:aws:cloudwatch::${accountId}:dashboard/${id}` } };
    },
  },
  // Logs are files here: nothing ranks their lines either; `npm run usage` does.
  "aws:cloudwatch/contributorInsightRule:ContributorInsightRule": {
    create: async (request) => {
      const id = required(request, "ruleName");
      return { id, outputs: { resourceArn: arn(request, "cloudwatch", `insight-rule/${id}`) } };
    },
  },
  // Logs are files here: nothing counts their lines.
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": {
    autoname: "name",
    create: (request) => {
      const name = physicalName(request);
      return { id: name, outputs: { name } };
    },
  },
  // Nothing is sent to chats.
  ...chats("slackChannelConfiguration", "SlackChannelConfiguration", "slack-channel"),
  ...chats("teamsChannelConfiguration", "TeamsChannelConfiguration", "microsoft-teams-channel"),
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

function chats(module: string, type: string, kind: string): ResourceKinds {
  const create = (request: CreateRequest) => {
    const name = required(request, "configurationName");
    const id = `arn:aws:chatbot::${request.context.accountId}:chat-configuration/${kind}/${name}`;
    return { id, outputs: { chatConfigurationArn: id } };
  };
  return { [`aws:chatbot/${module}:${type}`]: { create } };
}

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

/** AWS has the members of `actionsSuppressor` beside the others. */
async function putCompositeAlarm({ inputs, context }: CreateRequest): Promise<void> {
  const { actionsSuppressor, ...rest } = inputs;
  const { alarm, waitPeriod, extensionPeriod } = (actionsSuppressor ?? {}) as Properties;
  const given = {
    ...rest,
    actionsSuppressor: alarm,
    actionsSuppressorWaitPeriod: waitPeriod,
    actionsSuppressorExtensionPeriod: extensionPeriod,
  };
  await context.aws.cloudwatch.send(
    new PutCompositeAlarmCommand(apiInput(PutCompositeAlarmInput$, given)),
  );
}

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
