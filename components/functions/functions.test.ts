import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { lambda, lambdaProxy } from "../api/index.ts";
import { definePlatform, type ResourceScope } from "../platform.ts";
import { entry, platformWith, record, statementsOf } from "./testing/recordFunction.ts";

describe("a function of the platform's own", () => {
  it("is a function with its role and log that only the API invokes, also outside the VPC", async () => {
    const recorded = await record(platformWith({ vpc: false, environment: { SIZE: "200" } }));

    const lambdaInputs = recorded.inputs("Function", "test-thumbnail");
    assert.equal(lambdaInputs["handler"], "index.handler");
    assert.equal(lambdaInputs["timeout"], 10);
    assert.equal(lambdaInputs["memorySize"], 256);
    assert.equal(lambdaInputs["vpcConfig"], undefined);
    assert.deepEqual(lambdaInputs["environment"], { variables: { SIZE: "200" } });
    assert.deepEqual(statementsOf(recorded, "test-thumbnail"), [
      "logs:CreateLogStream,logs:PutLogEvents on arn:aws:test:::aws:cloudwatch/logGroup:LogGroup/test-thumbnail:*",
    ]);
    const permission = recorded.inputs("Permission", "test-thumbnail_function");
    assert.equal(permission["principal"], "apigateway.amazonaws.com");
    assert.equal(permission["function"], "test-thumbnail-name");
  });

  it("runs in the private subnets, where nobody can connect to it", async () => {
    const recorded = await record(platformWith({}));

    const { subnetIds, securityGroupIds } = recorded.inputs("Function", "test-thumbnail")[
      "vpcConfig"
    ] as { subnetIds: string[]; securityGroupIds: string[] };
    assert.deepEqual(subnetIds, ["private-1", "private-2"]);
    const rule = recorded.inputs("SecurityGroupEgressRule", "test-thumbnail-to-https");
    assert.deepEqual(
      [rule["securityGroupId"], rule["fromPort"], rule["cidrIpv4"]],
      [securityGroupIds[0], 443, "0.0.0.0/0"],
    );
    const opened = recorded
      .names("SecurityGroupIngressRule")
      .map((name) => recorded.inputs("SecurityGroupIngressRule", name)["securityGroupId"]);
    assert.ok(!opened.includes(securityGroupIds[0]));
  });

  it("gets exactly the granted actions, and a variable for each resource", async () => {
    const recorded = await record(
      platformWith({
        vpc: false,
        tables: { "orders.orders": ["GetItem", "Query"] },
        resources: {
          jobs: ["SendMessage"],
          files: ["GetObject", "ListBucket"],
          notes: ["Query", "GetItem"],
          news: ["Publish"],
        },
      }),
    );

    const arn = (type: string, name: string) => `arn:aws:test:::aws:${type}/${name}`;
    const notes = arn("dynamodb/table:Table", "test-notes");
    assert.deepEqual(statementsOf(recorded, "test-thumbnail").slice(1), [
      `dynamodb:GetItem,dynamodb:Query on ${arn("dynamodb/table:Table", "test-orders-table-orders")}`,
      `sqs:SendMessage on ${arn("sqs/queue:Queue", "test-jobs")}`,
      `s3:GetObject on ${arn("s3/bucket:Bucket", "test-files")}/*`,
      `s3:ListBucket on ${arn("s3/bucket:Bucket", "test-files")}`,
      `dynamodb:Query on ${notes},${notes}/index/*`,
      `dynamodb:GetItem on ${notes}`,
      `sns:Publish on ${arn("sns/topic:Topic", "test-news")}`,
    ]);
    const { variables } = recorded.inputs("Function", "test-thumbnail")["environment"] as {
      variables: Record<string, string>;
    };
    assert.deepEqual(Object.keys(variables).toSorted(), [
      "FILES_BUCKET",
      "JOBS_QUEUE_URL",
      "NEWS_TOPIC_ARN",
      "NOTES_TABLE",
      "ORDERS_ORDERS_TABLE",
    ]);
  });

  it("runs on schedules in the home region, or in all, by a role for its group only", async () => {
    const definition = platformWith({
      schedules: {
        nightly: { expression: "cron(0 3 * * ? *)", timeZone: "Europe/Berlin" },
        often: { expression: "rate(5 minutes)", flexibleMinutes: 5, input: { a: 1 }, in: "all" },
      },
    });
    const home = { userPoolId: "p", userPoolArn: "arn:p", clientId: "c", issuer: "i" };
    const tables = { "orders.orders": "orders" };

    const recorded = await record(definition);
    const elsewhere = await record(definition, { home: { ...home, tables } });

    assert.deepEqual(recorded.names("Schedule"), [
      "test-thumbnail-nightly",
      "test-thumbnail-often",
    ]);
    assert.deepEqual(elsewhere.names("Schedule"), ["test-thumbnail-often"]);
    const nightly = recorded.inputs("Schedule", "test-thumbnail-nightly");
    assert.equal(nightly["scheduleExpressionTimezone"], "Europe/Berlin");
    const target = nightly["target"] as Record<string, unknown>;
    assert.equal(target["input"], "{}");
    const failed = "arn:aws:test:::aws:sqs/queue:Queue/test-thumbnail-failed";
    assert.deepEqual(target["deadLetterConfig"], { arn: failed });
    const trust = recorded.inputs("Role", "test-thumbnail-schedule")["assumeRolePolicy"] as string;
    assert.deepEqual(
      (JSON.parse(trust) as { Statement: { Condition: object }[] }).Statement[0]!.Condition,
      {
        StringEquals: {
          "aws:SourceAccount": "123456789012",
          "aws:SourceArn": "arn:aws:test:::aws:scheduler/scheduleGroup:ScheduleGroup/test",
        },
      },
    );
    assert.deepEqual(statementsOf(recorded, "test-thumbnail-schedule"), [
      "lambda:InvokeFunction on arn:aws:test:::aws:lambda/function:Function/test-thumbnail",
      `sqs:SendMessage on ${failed}`,
    ]);
    const later = recorded.inputs("FunctionEventInvokeConfig", "test-thumbnail");
    assert.deepEqual(later["destinationConfig"], { onFailure: { destination: failed } });
    assert.ok(statementsOf(recorded, "test-thumbnail").includes(`sqs:SendMessage on ${failed}`));
  });

  it("consumes a queue in batches whose failures are reported, with a dead-letter queue", async () => {
    const recorded = await record(platformWith({ queue: { from: "jobs", batchSize: 20 } }));

    const queueArn = "arn:aws:test:::aws:sqs/queue:Queue/test-jobs";
    const mapping = recorded.inputs("EventSourceMapping", "test-thumbnail");
    assert.deepEqual(
      [mapping["eventSourceArn"], mapping["batchSize"], mapping["maximumBatchingWindowInSeconds"]],
      [queueArn, 20, 1],
    );
    assert.deepEqual(mapping["functionResponseTypes"], ["ReportBatchItemFailures"]);
    assert.ok(
      statementsOf(recorded, "test-thumbnail").includes(
        `sqs:ReceiveMessage,sqs:DeleteMessage,sqs:GetQueueAttributes on ${queueArn}`,
      ),
    );
    const redrive = recorded.inputs("RedrivePolicy", "test-thumbnail")["redrivePolicy"] as string;
    assert.deepEqual(JSON.parse(redrive), {
      deadLetterTargetArn: "arn:aws:test:::aws:sqs/queue:Queue/test-thumbnail-dead",
      maxReceiveCount: 5,
    });
    const dead = recorded.inputs("Queue", "test-thumbnail-dead");
    assert.equal(dead["sqsManagedSseEnabled"], true);
    assert.match(String(dead["redriveAllowPolicy"]), /"byQueue".*test-jobs/);
  });

  it("consumes with as many instances as are reserved, and from a FIFO queue with one of the same kind", async () => {
    const resources = ({ name, options }: ResourceScope) => ({
      jobs: new aws.sqs.Queue(
        `${name}-jobs`,
        { fifoQueue: true, visibilityTimeoutSeconds: 60 },
        options,
      ),
    });
    const consumer = { reservedConcurrency: 5, queue: { from: "jobs" } };
    const recorded = await record(platformWith(consumer, { resources }));

    const mapping = recorded.inputs("EventSourceMapping", "test-thumbnail");
    assert.deepEqual(mapping["scalingConfig"], { maximumConcurrency: 5 });
    assert.equal(recorded.inputs("Queue", "test-thumbnail-dead")["fifoQueue"], true);
  });

  it("gives a schedule with a long name one that AWS takes", async () => {
    const [name, schedule] = ["f".repeat(24), "s".repeat(24)];
    const schedules = { [schedule]: { expression: "rate(1 hour)" } };
    const functions = { [name]: { entry, schedules } };
    const definition = platformWith({}, { functions, routes: { "GET /x": lambda(name) } });
    const recorded = await record(definition, {}, "longname");

    const [long = ""] = recorded.names("Schedule");
    assert.match(long, /^longname-f+-s+-[0-9a-f]{8}$/);
    assert.equal(long.length, 56);
  });

  it("leaves a queue's own redrive policy alone", async () => {
    const queue = { from: "jobs", ownRedrivePolicy: true };
    const recorded = await record(platformWith({ queue }));

    assert.deepEqual(recorded.names("RedrivePolicy"), []);
    assert.deepEqual(recorded.names("Queue"), ["test-jobs"]);
  });

  it("is kept warm behind an alias, which routes and schedules invoke", async () => {
    const schedules = { often: { expression: "rate(1 hour)" } };
    const recorded = await record(platformWith({ provisionedConcurrency: 2, schedules }));

    const alias = "arn:aws:test:::aws:lambda/alias:Alias/test-thumbnail";
    const target = recorded.inputs("Schedule", "test-thumbnail-often")["target"] as { arn: string };
    assert.equal(target.arn, alias);
    assert.ok(String(recorded.inputs("RestApi", "test")["body"]).includes(alias));
  });

  it("adds nothing to a platform without functions", async () => {
    const plain = await record(
      definePlatform({
        name: "Test",
        services: { catalog: { directory: "services/catalog" } },
        routes: { "GET /catalog": lambdaProxy("catalog") },
      }),
    );

    assert.deepEqual(plain.names("ScheduleGroup"), []);
    assert.ok(!plain.resources.some(({ type }) => /scheduler|eventSource|sqs/.test(type)));
  });
});
