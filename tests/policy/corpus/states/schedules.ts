import { ExportedStack } from "../support/exportedStack.ts";
import { addRole } from "../support/functions.ts";
import { addNetwork, anywhere, everything, tcp } from "../support/networks.ts";
import { allow, policyText } from "../support/policies.ts";
import type { CorpusState } from "../support/state.ts";

const nightly = new ExportedStack({ project: "nightly", stack: "prod", region: "eu-west-1" });
const network = addNetwork(nightly, "nightly", { mapPublicIpOnLaunch: false });
const group = nightly.aws("ec2.SecurityGroup", "cleanup", {
  vpcId: network.vpc.id,
  egress: [everything],
});
const functionRole = addRole(nightly, "cleanup", "lambda.amazonaws.com", [
  "service-role/AWSLambdaVPCAccessExecutionRole",
]);
const cleanup = nightly.aws("lambda.Function", "cleanup", {
  runtime: "nodejs22.x",
  handler: "index.handler",
  role: functionRole.arn,
  vpcConfig: {
    subnetIds: network.privateSubnets.map(({ id }) => id),
    securityGroupIds: [group.id],
  },
});
nightly.aws("cloudwatch.LogGroup", "cleanup", {
  name: `/aws/lambda/${cleanup.name}`,
  retentionInDays: 30,
  kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0",
});
const dead = nightly.aws("sqs.Queue", "cleanup-dead", { messageRetentionSeconds: 1209600 });
const schedules = nightly.aws("scheduler.ScheduleGroup", "cleanup", { name: "cleanup" });
const schedulerRole = addRole(nightly, "cleanup-schedule", "scheduler.amazonaws.com", [], {
  condition: { StringEquals: { "aws:SourceAccount": nightly.account } },
});
nightly.aws("iam.RolePolicy", "cleanup-schedule", {
  role: schedulerRole.name,
  policy: policyText(
    allow("lambda:InvokeFunction", cleanup.arn),
    allow("sqs:SendMessage", dead.arn),
  ),
});
nightly.aws("scheduler.Schedule", "cleanup", {
  groupName: schedules.name,
  scheduleExpression: "cron(0 3 * * ? *)",
  scheduleExpressionTimezone: "Europe/Berlin",
  flexibleTimeWindow: { mode: "OFF" },
  target: {
    arn: cleanup.arn,
    roleArn: schedulerRole.arn,
    input: JSON.stringify({ olderThanDays: 30, tokenKinds: ["session"] }),
    deadLetterConfig: { arn: dead.arn },
  },
});

/** As EventBridge Scheduler's user guide has it. */
export const nightlyFunction: CorpusState = {
  about: "a schedule of a function in private subnets, with a dead-letter queue",
  stack: nightly,
};

const crawl = new ExportedStack({ project: "crawler", region: "us-east-1" });
const open = addNetwork(crawl, "crawler");
const openGroup = crawl.aws("ec2.SecurityGroup", "crawler", {
  vpcId: open.vpc.id,
  ingress: [tcp(9090, anywhere)],
  egress: [everything],
});
const cluster = crawl.aws("ecs.Cluster", "crawler");
const taskRole = addRole(crawl, "crawler-task", "ecs-tasks.amazonaws.com");
crawl.aws("iam.RolePolicy", "crawler-task", {
  role: taskRole.name,
  policy: policyText(allow("s3:PutObject", "*")),
});
const task = crawl.aws("ecs.TaskDefinition", "crawler", {
  family: "crawler",
  cpu: "256",
  memory: "512",
  networkMode: "awsvpc",
  requiresCompatibilities: ["FARGATE"],
  executionRoleArn: taskRole.arn,
  taskRoleArn: taskRole.arn,
  containerDefinitions: JSON.stringify([
    { name: "crawler", image: "crawler:1", portMappings: [{ containerPort: 9090 }] },
  ]),
});
const runRole = addRole(crawl, "crawler-schedule", "scheduler.amazonaws.com");
crawl.aws("iam.RolePolicy", "crawler-schedule", {
  role: runRole.name,
  policy: policyText(allow("ecs:RunTask", task.arn), allow("iam:PassRole", "*")),
});
crawl.aws("scheduler.Schedule", "crawler", {
  scheduleExpression: "rate(1 hour)",
  flexibleTimeWindow: { mode: "OFF" },
  target: {
    arn: cluster.arn,
    roleArn: runRole.arn,
    ecsParameters: {
      taskDefinitionArn: task.arn,
      launchType: "FARGATE",
      networkConfiguration: {
        assignPublicIp: true,
        subnets: open.publicSubnets.map(({ id }) => id),
        securityGroups: [openGroup.id],
      },
    },
    input: JSON.stringify({
      containerOverrides: [
        { name: "crawler", environment: [{ name: "API_KEY", value: "pk-9f8e7d6c5b4a39281706" }] },
      ],
    }),
  },
});

/** As many guides on scheduled Fargate tasks have it: public subnets spare the NAT gateway. */
export const scheduledTask: CorpusState = {
  about: "a schedule that runs a task with a public address, an open group and a key in its input",
  stack: crawl,
  mandatory: {
    "forbid-public-subnet-addresses crawler-public-1": "mapPublicIpOnLaunch",
    "forbid-public-subnet-addresses crawler-public-2": "mapPublicIpOnLaunch",
    "forbid-internet-ingress crawler": "port 9090 is open to 0.0.0.0/0",
    "forbid-public-addresses crawler": "assignPublicIp",
    "require-private-subnets crawler":
      "its tasks are in subnets with a route to the internet gateway",
    "forbid-paths-from-internet crawler": "public address, open group, public subnet",
    "forbid-plain-secrets crawler": "the key in the schedule's input",
    "forbid-broad-resources crawler-task": "s3:PutObject on *",
    "require-scoped-pass-role crawler-schedule": "iam:PassRole on *",
  },
  advisory: {
    "require-source-of-service-trust crawler-schedule":
      "Scheduler sends aws:SourceAccount, and nothing asks",
    "require-source-of-service-trust crawler-task": "so does ECS",
  },
};
