import type { Properties } from "../../../graph/resource.ts";
import { policy, role } from "./samples.ts";

/** Inputs that the services take which a route may call, by type. */
export const acceptedServices: Record<string, Properties> = {
  "aws:cloudwatch/eventBus:EventBus": {
    name: "orders",
    logConfig: { level: "ERROR", includeDetail: "NONE" },
    deadLetterConfig: { arn: "arn:aws:sqs:us-east-1:123456789012:q" },
  },
  "aws:cloudwatch/eventRule:EventRule": {
    eventBusName: "orders",
    eventPattern: '{"source":["orders"]}',
    isEnabled: true,
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    rule: "placed",
    eventBusName: "orders",
    arn: "arn:aws:sqs:us-east-1:123456789012:q.fifo",
    sqsTarget: { messageGroupId: "all" },
    inputTransformer: { inputPaths: { id: "$.detail.id" }, inputTemplate: '{"id":"<id>"}' },
    retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 },
  },
  "aws:kinesis/stream:Stream": {
    shardCount: 2,
    retentionPeriod: 48,
    encryptionType: "NONE",
    shardLevelMetrics: ["IncomingBytes"],
    streamModeDetails: { streamMode: "PROVISIONED" },
  },
  "aws:s3/bucket:Bucket": { bucket: "my-bucket.logs" },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
    bucket: "my-bucket.logs",
    blockPublicAcls: true,
  },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
    bucket: "my-bucket.logs",
    rules: [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" },
        bucketKeyEnabled: true,
      },
    ],
  },
  "aws:s3/bucketVersioning:BucketVersioning": {
    bucket: "my-bucket.logs",
    versioningConfiguration: { status: "Disabled" },
  },
  "aws:sfn/stateMachine:StateMachine": {
    roleArn: role,
    definition: '{"StartAt":"Done","States":{"Done":{"Type":"Succeed"}}}',
    type: "EXPRESS",
    loggingConfiguration: {
      level: "ALL",
      logDestination: "arn:aws:logs:us-east-1:123456789012:log-group:executions:*",
    },
    tracingConfiguration: { enabled: true },
  },
  "aws:sns/topic:Topic": { fifoTopic: false, kmsMasterKeyId: "alias/aws/sns" },
  "aws:sns/topicSubscription:TopicSubscription": {
    topic: "arn:aws:sns:us-east-1:123456789012:orders",
    protocol: "sqs",
    endpoint: "arn:aws:sqs:us-east-1:123456789012:q",
    filterPolicy: '{"kind":["placed"]}',
  },
  "aws:sqs/queue:Queue": {
    visibilityTimeoutSeconds: 30,
    contentBasedDeduplication: false,
    redrivePolicy:
      '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:q","maxReceiveCount":3}',
  },
  "aws:sqs/queuePolicy:QueuePolicy": {
    queueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/q",
    policy: policy({ Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: "*" }),
  },
};
