import { ExportedStack } from "../support/exportedStack.ts";
import { addRole } from "../support/functions.ts";
import { addNetwork, everything } from "../support/networks.ts";
import { allow, policyText } from "../support/policies.ts";
import type { CorpusState } from "../support/state.ts";

const stack = new ExportedStack({
  project: "orders-worker",
  stack: "prod",
  region: "eu-central-1",
});
const network = addNetwork(stack, "worker", { mapPublicIpOnLaunch: false });
const dead = stack.aws("sqs.Queue", "dead", { messageRetentionSeconds: 1209600 });
const queue = stack.aws("sqs.Queue", "orders", {
  visibilityTimeoutSeconds: 180,
  redrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 5 }),
});
const topic = stack.aws("sns.Topic", "orders", { kmsMasterKeyId: "alias/aws/sns" });
stack.aws("sns.TopicSubscription", "orders", {
  topic: topic.arn,
  protocol: "sqs",
  endpoint: queue.arn,
});
stack.aws("sqs.QueuePolicy", "orders", {
  queueUrl: queue.output("url"),
  policy: policyText({
    Effect: "Allow",
    Principal: { Service: "sns.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: queue.arn,
    Condition: { ArnEquals: { "aws:SourceArn": topic.arn } },
  }),
});
const table = stack.aws("dynamodb.Table", "orders", {
  attributes: [{ name: "id", type: "S" }],
  hashKey: "id",
  billingMode: "PAY_PER_REQUEST",
  pointInTimeRecovery: { enabled: true },
});
const role = addRole(stack, "worker", "lambda.amazonaws.com", [
  "service-role/AWSLambdaVPCAccessExecutionRole",
]);
stack.aws("iam.RolePolicy", "worker", {
  role: role.name,
  policy: policyText(
    allow(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], queue.arn),
    allow(["dynamodb:PutItem", "dynamodb:UpdateItem"], table.arn),
  ),
});
const group = stack.aws("ec2.SecurityGroup", "worker", {
  vpcId: network.vpc.id,
  egress: [everything],
});
const vpcConfig = {
  subnetIds: network.privateSubnets.map(({ id }) => id),
  securityGroupIds: [group.id],
};
const worker = stack.aws(
  "lambda.Function",
  "worker",
  {
    runtime: "nodejs22.x",
    handler: "index.handler",
    role: role.arn,
    environment: { variables: { TABLE_NAME: table.name } },
    vpcConfig,
  },
  {
    outputs: { vpcConfig: { ...vpcConfig, ipv6AllowedForDualStack: false, vpcId: network.vpc.id } },
  },
);
stack.aws("lambda.EventSourceMapping", "worker", {
  eventSourceArn: queue.arn,
  functionName: worker.arn,
  batchSize: 10,
});
stack.aws("cloudwatch.LogGroup", "worker", {
  name: `/aws/lambda/${worker.name}`,
  retentionInDays: 30,
  kmsKeyId: "arn:aws:kms:eu-central-1:111122223333:key/0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0",
});

/** As the guides on SNS, SQS and Lambda have it, in a VPC: nothing is exposed. */
export const queueWorker: CorpusState = {
  about: "a function in private subnets that takes messages from a queue",
  stack,
};

const pipeline = new ExportedStack({ project: "clicks", plugin: "6.40.0" });
const stream = pipeline.aws("kinesis.Stream", "clicks", { shardCount: 1, retentionPeriod: 24 });
const bucket = pipeline.aws("s3.BucketV2", "clicks");
const delivery = addRole(pipeline, "firehose", "firehose.amazonaws.com");
pipeline.aws("iam.RolePolicy", "firehose", {
  role: delivery.name,
  policy: policyText(
    allow(["s3:AbortMultipartUpload", "s3:PutObject"], `${bucket.arn}/*`),
    allow(["kinesis:*"], stream.arn),
  ),
});
pipeline.aws("kinesis.FirehoseDeliveryStream", "clicks", {
  name: "clicks",
  destination: "extended_s3",
  kinesisSourceConfiguration: { kinesisStreamArn: stream.arn, roleArn: delivery.arn },
  extendedS3Configuration: { bucketArn: bucket.arn, roleArn: delivery.arn },
});
const uploads = pipeline.aws("sqs.Queue", "uploads", { sqsManagedSseEnabled: false });
pipeline.aws("sqs.QueuePolicy", "uploads", {
  queueUrl: uploads.output("url"),
  policy: policyText({
    Effect: "Allow",
    Principal: "*",
    Action: "sqs:SendMessage",
    Resource: uploads.arn,
    Condition: { ArnLike: { "aws:SourceArn": "arn:aws:s3:*:*:clicks-*" } },
  }),
});
pipeline.aws("cloudwatch.LogGroup", "clicks", { name: "/aws/kinesisfirehose/clicks" });

/** The queue's policy is the one of older S3 guides: any account may have a bucket of that name. */
export const clickStream: CorpusState = {
  about: "a stream into a bucket, and a queue for notifications of any bucket",
  stack: pipeline,
  mandatory: {
    "require-encrypted-storage clicks": "streams are not encrypted unless encryptionType is KMS",
    "require-encrypted-storage uploads": "sqsManagedSseEnabled is false",
    "forbid-public-policies uploads": "the condition's ARN names no account",
    "require-log-retention clicks": "logs are kept forever",
  },
  advisory: {
    "require-bucket-access-blocks clicks": "no public access block",
    "forbid-service-wildcards firehose": "kinesis:*",
    "require-log-keys clicks": "no customer managed key",
  },
};
