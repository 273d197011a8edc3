import type { Mappings } from "../mapping.ts";

export const observabilityMappings: Mappings = {
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": {
    schema: "AWS::CloudWatch::CompositeAlarm",
    names: {
      actionsSuppressor: ".",
      "actionsSuppressor.alarm": "ActionsSuppressor",
      "actionsSuppressor.extensionPeriod": "ActionsSuppressorExtensionPeriod",
      "actionsSuppressor.waitPeriod": "ActionsSuppressorWaitPeriod",
    },
    formats: { alarmActions: "arn", okActions: "arn", insufficientDataActions: "arn" },
  },
  "aws:cloudwatch/contributorInsightRule:ContributorInsightRule": {
    schema: "AWS::CloudWatch::InsightRule",
    names: { ruleDefinition: "RuleBody" },
  },
  "aws:cloudwatch/dashboard:Dashboard": { schema: "AWS::CloudWatch::Dashboard" },
  "aws:cloudwatch/logDelivery:LogDelivery": {
    schema: "AWS::Logs::Delivery",
    names: {
      s3DeliveryConfigurations: ".",
      "s3DeliveryConfigurations.enableHiveCompatiblePath": "S3EnableHiveCompatiblePath",
      "s3DeliveryConfigurations.suffixPath": "S3SuffixPath",
    },
  },
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": {
    schema: "AWS::Logs::DeliveryDestination",
    names: { deliveryDestinationConfiguration: "." },
    replaces: ["deliveryDestinationConfiguration"],
  },
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": {
    schema: "AWS::Logs::DeliverySource",
    replaces: ["logType", "resourceArn"],
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    schema: "AWS::Logs::LogGroup",
    names: {
      name: "LogGroupName",
      // 0 means that events never expire.
      retentionInDays: { to: "RetentionInDays", values: { 0: undefined } },
    },
    replaces: ["logGroupClass"],
  },
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": {
    schema: "AWS::Logs::MetricFilter",
    names: {
      name: "FilterName",
      pattern: "FilterPattern",
      metricTransformation: "MetricTransformations.0",
      "metricTransformation.name": "MetricName",
      "metricTransformation.namespace": "MetricNamespace",
      "metricTransformation.value": "MetricValue",
      // A map here, a list of keys and values there.
      "metricTransformation.dimensions": "Dimensions",
    },
    unchecked: ["metricTransformation.dimensions"],
    replaces: ["logGroupName"],
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    schema: "AWS::CloudWatch::Alarm",
    names: {
      name: "AlarmName",
      metricQueries: "Metrics",
      "metricQueries.metric": "MetricStat",
      "metricQueries.metric.metricName": "Metric.MetricName",
      "metricQueries.metric.namespace": "Metric.Namespace",
      "metricQueries.metric.dimensions": "Metric.Dimensions",
    },
    rules: { "": ["aws_cloudwatch_alarm/period"] },
    formats: { alarmActions: "arn", okActions: "arn", insufficientDataActions: "arn" },
  },
};
