import { ExportedStack } from "../support/exportedStack.ts";
import { addRole } from "../support/functions.ts";
import { addNetwork, everything } from "../support/networks.ts";
import { allow, policyText } from "../support/policies.ts";
import type { CorpusState } from "../support/state.ts";

const batches = new ExportedStack({ project: "invoices", stack: "prod", region: "eu-west-1" });
const network = addNetwork(batches, "invoices", { mapPublicIpOnLaunch: false });
const dead = batches.aws("sqs.Queue", "invoices-dead", { messageRetentionSeconds: 1209600 });
const queue = batches.aws("sqs.Queue", "invoices", {
  visibilityTimeoutSeconds: 180,
  redrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 3 }),
});
batches.aws("sqs.RedriveAllowPolicy", "invoices-dead", {
  queueUrl: dead.output("url"),
  redriveAllowPolicy: JSON.stringify({
    redrivePermission: "byQueue",
    sourceQueueArns: [queue.arn],
  }),
});
batches.aws("sqs.QueuePolicy", "invoices", {
  queueUrl: queue.output("url"),
  policy: policyText({
    Effect: "Deny",
    Principal: "*",
    Action: "sqs:*",
    Resource: queue.arn,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  }),
});
const table = batches.aws("dynamodb.Table", "invoices", {
  attributes: [{ name: "id", type: "S" }],
  hashKey: "id",
  billingMode: "PAY_PER_REQUEST",
  pointInTimeRecovery: { enabled: true },
  streamEnabled: true,
  streamViewType: "NEW_IMAGE",
});
const stream = `${table.arn}/stream/2026-10-20T08:00:00.000`;
const role = addRole(batches, "invoices", "lambda.amazonaws.com", [
  "service-role/AWSLambdaVPCAccessExecutionRole",
]);
batches.aws("iam.RolePolicy", "invoices", {
  role: role.name,
  policy: policyText(
    allow(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], queue.arn),
    allow("dynamodb:PutItem", table.arn),
    allow(["dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream"], stream),
    // It has no resource type. Source: Service Authorization Reference, "Amazon DynamoDB".
    allow("dynamodb:ListStreams", "*"),
    allow("sqs:SendMessage", dead.arn),
  ),
});
const group = batches.aws("ec2.SecurityGroup", "invoices", {
  vpcId: network.vpc.id,
  egress: [everything],
});
const consumer = batches.aws("lambda.Function", "invoices", {
  runtime: "nodejs22.x",
  handler: "index.handler",
  role: role.arn,
  reservedConcurrentExecutions: 5,
  vpcConfig: {
    subnetIds: network.privateSubnets.map(({ id }) => id),
    securityGroupIds: [group.id],
  },
});
batches.aws("lambda.EventSourceMapping", "invoices", {
  eventSourceArn: queue.arn,
  functionName: consumer.arn,
  batchSize: 10,
  functionResponseTypes: ["ReportBatchItemFailures"],
  scalingConfig: { maximumConcurrency: 5 },
});
batches.aws("lambda.EventSourceMapping", "changes", {
  eventSourceArn: stream,
  functionName: consumer.arn,
  startingPosition: "LATEST",
  bisectBatchOnFunctionError: true,
  destinationConfig: { onFailure: { destinationArn: dead.arn } },
});
batches.aws("cloudwatch.LogGroup", "invoices", {
  name: `/aws/lambda/${consumer.name}`,
  retentionInDays: 30,
  kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0",
});

/** As Lambda's guides on SQS and DynamoDB streams have it. */
export const batchConsumers: CorpusState = {
  about: "consumers of a queue and of a table's stream in private subnets",
  stack: batches,
};

const mail = new ExportedStack({ project: "mailer", region: "us-east-1" });
const mails = mail.aws("sqs.Queue", "mails", { sqsManagedSseEnabled: false });
mail.aws("sqs.QueuePolicy", "mails", {
  queueUrl: mails.output("url"),
  policy: policyText({
    Effect: "Allow",
    Principal: "*",
    Action: ["sqs:SendMessage", "sqs:ReceiveMessage"],
    Resource: mails.arn,
  }),
});
const mailRole = addRole(mail, "mailer", "lambda.amazonaws.com", [
  "service-role/AWSLambdaSQSQueueExecutionRole",
]);
mail.aws("iam.RolePolicy", "mailer", {
  role: mailRole.name,
  policy: policyText(allow("sqs:*", "*"), allow("ses:SendEmail", "*")),
});
const mailer = mail.aws("lambda.Function", "mailer", {
  runtime: "python3.13",
  handler: "app.handler",
  role: mailRole.arn,
  environment: { variables: { SMTP_PASSWORD: "BPd8Xq2+vR7mK1zTn5Lw" } },
});
mail.aws("lambda.EventSourceMapping", "mails", {
  eventSourceArn: mails.arn,
  functionName: mailer.arn,
  batchSize: 1,
});
mail.aws("lambda.Permission", "mailer", {
  action: "lambda:InvokeFunction",
  function: mailer.name,
  principal: "sqs.amazonaws.com",
});

/** A queue that "did not work" until its policy and its consumer's role allowed everything. */
export const openConsumer: CorpusState = {
  about: "a consumer outside of a VPC of a queue that anyone may fill",
  stack: mail,
  mandatory: {
    "forbid-public-policies mails": "anyone may send and receive",
    "require-encrypted-storage mails": "sqsManagedSseEnabled is false",
    "require-functions-in-vpc mailer": "no vpcConfig",
    "forbid-broad-resources mailer": "sqs:* and ses:SendEmail on *",
    "forbid-plain-secrets mailer": "SMTP_PASSWORD is in plain text",
    "forbid-public-invocation mailer": "no sourceArn: SQS could be made to act for anyone",
  },
  advisory: {
    "forbid-service-wildcards mailer": "sqs:*",
  },
};
