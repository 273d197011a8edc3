import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { recordResources } from "../../tests/support/recordResources.ts";
import { lambda, lambdaProxy } from "../api/index.ts";
import { definePlatform, type Platform, type ResourceScope } from "../platform.ts";
import { RegionalPlatform, type RegionalPlatformArgs } from "../region/index.ts";
import { faultsOf } from "../shared/testing/refuses.ts";
import type { FunctionDefinition } from "./index.ts";

const entry = "components/functions/testing/thumbnail.ts";

const services = {
  orders: {
    directory: "services/orders",
    tables: { orders: { partitionKey: "owner", actions: ["GetItem"], replicas: "all" } },
  },
} as const;

/** A platform with a function and the resources that it may use. */
const platformWith = (thumbnail: Partial<FunctionDefinition>, more: object = {}): Platform =>
  definePlatform({
    name: "Test",
    services: structuredClone(services) as never,
    resources: ({ name, options }: ResourceScope) => ({
      jobs: new aws.sqs.Queue(`${name}-jobs`, { visibilityTimeoutSeconds: 120 }, options),
      files: new aws.s3.Bucket(`${name}-files`, {}, options),
      notes: new aws.dynamodb.Table(
        `${name}-notes`,
        { hashKey: "id", attributes: [{ name: "id", type: "S" }], billingMode: "PAY_PER_REQUEST" },
        options,
      ),
      news: new aws.sns.Topic(`${name}-news`, {}, options),
    }),
    functions: { thumbnail: { entry, ...thumbnail } as never },
    routes: { "POST /thumbnails": lambda("thumbnail") },
    ...more,
  } as never);

const network = {
  vpcId: "vpc",
  publicSubnetIds: ["public-1", "public-2"],
  privateSubnetIds: ["private-1", "private-2"],
  isolatedSubnetIds: [],
};

function record(definition: Platform, more: Partial<RegionalPlatformArgs> = {}) {
  const zones = ["us-east-1a", "us-east-1b"];
  const args = { region: "us-east-1", definition, zones, production: false, ...more };
  return recordResources(() => new RegionalPlatform("test", args), {
    "aws:apigateway/restApi:RestApi": { executionArn: "arn:aws:execute-api:::api" },
    "awsx:ec2:Vpc": network,
    "aws:s3/bucket:Bucket": { bucket: "files" },
  });
}

const statementsOf = (recorded: Awaited<ReturnType<typeof record>>, role: string): string[] => {
  const policy = recorded.inputs("RolePolicy", role)["policy"] as string;
  const { Statement } = JSON.parse(policy) as {
    Statement: { Action: string[]; Resource: string[] }[];
  };
  return Statement.map(({ Action, Resource }) => `${Action.join()} on ${Resource.join()}`);
};

describe("a function of the platform's own", () => {
  it("is a function with its role and log, outside the VPC, that only the API invokes", async () => {
    const recorded = await record(platformWith({ environment: { SIZE: "200" } }));

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

  it("runs in the private subnets with vpc, where nobody can connect to it", async () => {
    const recorded = await record(platformWith({ vpc: true }));

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

describe("a function that does not fit", () => {
  for (const [given, message] of [
    [{ entry: "handlers/none.ts" }, /entry is "handlers\/none\.ts"; allowed: an existing file/],
    [
      { entry: "components/functions/testing/withoutHandler.ts" },
      /exports handler, but it does not export "handler"/,
    ],
    [{ entry: "../outside.ts" }, /a path of a module within the project/],
    [{ environment: { AWS_REGION: "x" } }, /environment\.AWS_REGION is not a valid name/],
    [{ environment: { "A-B": "x" } }, /environment\.A-B is not a valid name/],
    [
      { environment: { LONG: "x".repeat(4_100) } },
      /environment is of type string; allowed: at most 4096 bytes/,
    ],
    [
      { environment: { JOBS_QUEUE_URL: "x" }, resources: { jobs: ["SendMessage"] } },
      /environment\.JOBS_QUEUE_URL .* leads to a granted/,
    ],
    [{ tables: { "orders.other": ["GetItem"] } }, /allowed: orders\.orders/],
    [
      { tables: { "orders.orders": ["DeleteTable"] } },
      /tables\["orders\.orders"\]\[0\] is "DeleteTable"/,
    ],
    [{ resources: { jobs: [] } }, /a list of at least one action/],
    [
      { schedules: { nightly: { expression: "cron(0 3 * * *)" } } },
      /cron\(0 3 \* \* \? \*\) with six/,
    ],
    [
      { schedules: { nightly: { expression: "rate(1 hour)", timeZone: "Mars/Base" } } },
      /a time zone, such as Europe\/Berlin/,
    ],
    [{ queue: { from: "jobs", batchSize: 20, windowSeconds: 0 } }, /at least 1 with a batchSize/],
    [{ streaming: true, schedules: { a: { expression: "rate(1 hour)" } } }, /streaming is true/],
    [{ timeoutSeconds: 60 }, /its function may take 60 s, and API Gateway waits 29000 ms/],
    [{ streaming: true }, /its function streams and it does not/],
    [{ reservedConcurrency: 1, provisionedConcurrency: 2 }, /at most the reservedConcurrency of 1/],
    [{ memory: 5 }, /unknown option "memory"\. Did you mean "memoryMb"/],
  ] as const) {
    it(`is refused before anything is registered: ${JSON.stringify(given).slice(0, 70)}`, () => {
      const messages = faultsOf(() => platformWith(given as never)).map(String);

      assert.ok(
        messages.some((each) => message.test(each)),
        messages.join("\n"),
      );
    });
  }

  it("is refused by its name, and by a route's wrong name", () => {
    const messages = faultsOf(() =>
      platformWith(
        {},
        { functions: { Thumb_1: { entry } }, routes: { "GET /x": lambda("thumb") } },
      ),
    ).map(String);

    assert.match(messages.join("\n"), /Function "Thumb_1": name is "Thumb_1"/);
    assert.match(
      messages.join("\n"),
      /Route "GET \/x": there is no function "thumb"\. Use one of: Thumb_1/,
    );
  });

  for (const [given, message] of [
    [
      { resources: { job: ["SendMessage"] } },
      /resources is "job"; allowed: jobs, files, notes, news/,
    ],
    [{ resources: { files: ["SendMessage"] } }, /allowed: DeleteObject, GetObject/],
    [{ queue: { from: "files" } }, /queue\.from is "files"; allowed: a queue/],
    [{ queue: { from: "jobs" }, timeoutSeconds: 29, schedules: {} }, undefined],
  ] as const) {
    it(`is refused with resources of another kind: ${JSON.stringify(given)}`, async () => {
      const recorded = record(platformWith(given as never));

      if (message) await assert.rejects(recorded, message);
      else await assert.doesNotReject(recorded);
    });
  }

  it("is refused outside the VPC with closedEgress", async () => {
    await assert.rejects(
      record(platformWith({}), {
        closedEgress: true,
        interfaceEndpoints: ["ecr.api", "ecr.dkr", "logs"],
      }),
      /functions\.thumbnail\.vpc is false; allowed: true with closedEgress/,
    );
  });
});

describe("the types of a definition", () => {
  it("know the functions, tables and resources", () => {
    const build = () =>
      definePlatform({
        name: "Typed",
        services: { orders: { directory: "services/orders" } },
        resources: ({ name }: ResourceScope) => ({ jobs: new aws.sqs.Queue(name) }),
        functions: {
          good: { entry, resources: { jobs: ["SendMessage"] }, queue: { from: "jobs" } },
          // @ts-expect-error -- a queue has no such action
          action: { entry, resources: { jobs: ["GetObject"] } },
          // @ts-expect-error -- there is no such resource
          name: { entry, resources: { files: ["GetObject"] } },
          // @ts-expect-error -- there is no such queue
          queue: { entry, queue: { from: "other" } },
          // @ts-expect-error -- there is no such service
          table: { entry, tables: { "payments.all": ["GetItem"] } },
        },
        routes: {
          "GET /good": lambda("good"),
          // @ts-expect-error -- there is no such function
          "GET /bad": lambda("bad"),
        },
      });

    assert.throws(build);
  });
});
