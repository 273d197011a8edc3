import type { Mappings } from "../mapping.ts";

export const eventMappings: Mappings = {
  "aws:cloudwatch/eventBus:EventBus": {
    schema: "AWS::Events::EventBus",
    formats: { "deadLetterConfig.arn": "arn" },
    replaces: ["eventSourceName"],
  },
  "aws:cloudwatch/eventRule:EventRule": {
    schema: "AWS::Events::Rule",
    names: { isEnabled: { to: "State", values: { true: "ENABLED", false: "DISABLED" } } },
    replaces: ["eventBusName"],
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    schema: "AWS::Events::Rule#/definitions/Target",
    names: {
      targetId: "Id",
      httpTarget: "HttpParameters",
      "inputTransformer.inputPaths": "InputPathsMap",
      kinesisTarget: "KinesisParameters",
      sqsTarget: "SqsParameters",
    },
    unchecked: [
      "appsyncTarget",
      "batchTarget",
      "ecsTarget",
      "redshiftTarget",
      "runCommandTargets",
      "sagemakerPipelineTarget",
    ],
    // Pulumi's provider generates one.
    optional: ["Id"],
    formats: { arn: "arn", "deadLetterConfig.arn": "arn" },
    replaces: ["eventBusName", "rule", "targetId"],
  },
  "aws:kinesis/stream:Stream": {
    schema: "AWS::Kinesis::Stream",
    names: {
      encryptionType: { to: "StreamEncryption.EncryptionType", values: { NONE: undefined } },
      kmsKeyId: "StreamEncryption.KeyId",
      retentionPeriod: "RetentionPeriodHours",
      shardLevelMetrics: "DesiredShardLevelMetrics",
    },
    optional: ["StreamEncryption.EncryptionType", "StreamEncryption.KeyId"],
  },
  "aws:scheduler/schedule:Schedule": {
    schema: "AWS::Scheduler::Schedule",
    names: { "target.eventbridgeParameters": "EventBridgeParameters" },
    // CloudFormation has their parts at other places.
    unchecked: [
      "actionAfterCompletion",
      "target.ecsParameters",
      "target.sagemakerPipelineParameters",
    ],
    formats: {
      "target.arn": "arn",
      "target.roleArn": "AWS::IAM::Role.Arn",
      "target.deadLetterConfig.arn": "AWS::SQS::Queue.Arn",
    },
    replaces: ["groupName"],
  },
  "aws:scheduler/scheduleGroup:ScheduleGroup": { schema: "AWS::Scheduler::ScheduleGroup" },
  "aws:sfn/stateMachine:StateMachine": {
    schema: "AWS::StepFunctions::StateMachine",
    names: {
      name: "StateMachineName",
      definition: "DefinitionString",
      type: "StateMachineType",
      "loggingConfiguration.logDestination": "Destinations.0.CloudWatchLogsLogGroup.LogGroupArn",
    },
    formats: { "loggingConfiguration.logDestination": "arn" },
  },
};
