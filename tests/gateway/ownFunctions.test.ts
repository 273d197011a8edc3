import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import * as aws from "@pulumi/aws";
import { lambda } from "../../components/api/index.ts";
import { definePlatform, type ResourceScope } from "../../components/platform.ts";
import { useServedRegion } from "../support/servedRegion.ts";

const handlers = "tests/gateway/handlers";

const platform = definePlatform({
  name: "Jobs",
  services: {},
  resources: ({ name, options }: ResourceScope) => ({
    jobs: new aws.sqs.Queue(`${name}-jobs`, { visibilityTimeoutSeconds: 10 }, options),
    notes: new aws.dynamodb.Table(
      `${name}-notes`,
      { hashKey: "id", attributes: [{ name: "id", type: "S" }], billingMode: "PAY_PER_REQUEST" },
      options,
    ),
  }),
  functions: {
    jobs: {
      entry: `${handlers}/jobs.ts`,
      resources: { jobs: ["SendMessage"], notes: ["PutItem"] },
      schedules: { nightly: { expression: "cron(0 3 * * ? *)", input: { nightly: true } } },
    },
    worker: {
      entry: `${handlers}/worker.ts`,
      vpc: false,
      resources: { notes: ["PutItem"] },
      queue: { from: "jobs", maximumReceives: 1 },
    },
    stream: { entry: `${handlers}/stream.ts`, streaming: true },
  },
  routes: {
    "POST /jobs": lambda("jobs", { auth: "none" }),
    "GET /jobs/fail": lambda("jobs", { auth: "none" }),
    "GET /stream": lambda("stream", { auth: "none", streaming: true }),
  },
});

// Functions run as bundled, in confined processes with the credentials of their roles; MiniStack has the queue
// and the table. It does not prove that Lambda retries and scales as on AWS.
describe("functions of the platform's own, in a region on this machine", function () {
  this.timeout(90_000);
  const served = useServedRegion(platform);
  const { call, output, cloud } = served;

  /** Waits until the worker has noted something. */
  async function noted(id: string): Promise<boolean> {
    const TableName = output("Table", "test-notes", "name");
    for (let attempt = 0; attempt < 200; attempt++) {
      const get = new GetItemCommand({ TableName, Key: { id: { S: id } } });
      const { Item } = await cloud.aws.dynamodb.send(get);
      if (Item) return true;
      await pause(100);
    }
    return false;
  }

  it("serves a route, whose function may do what it was granted and nothing else", async () => {
    const response = await call("/jobs", { method: "POST", body: "good" });

    assert.equal(response.status, 202);
    assert.deepEqual(await response.json(), { refused: "AccessDenied" });
    assert.ok(await noted("good"), "the worker did not get the message");
  });

  it("sends messages that the consumer reports as failed to the dead-letter queue", async () => {
    await call("/jobs", { method: "POST", body: "bad" });
    await call("/jobs", { method: "POST", body: "after" });

    assert.ok(await noted("after"));
    const sqs = await cloud.aws.sqs();
    const QueueUrl = output("Queue", "test-worker-dead", "url");
    let body: string | undefined;
    for (let attempt = 0; attempt < 70 && body === undefined; attempt++) {
      const { Messages } = await sqs.receiveMessage({ QueueUrl, WaitTimeSeconds: 1 });
      body = Messages?.[0]?.Body;
    }
    assert.equal(body, "bad");
  });

  it("runs a schedule with its input", async () => {
    await served.region.runSchedule(output("Schedule", "test-jobs-nightly", "name"));

    assert.ok(await noted("nightly"));
  });

  it("streams", async () => {
    const response = await call("/stream");

    assert.equal(await response.text(), "one two");
  });

  it("logs an error's place in the source", async () => {
    const response = await call("/jobs/fail");

    assert.equal(response.status, 502);
    const name = output("Function", "test-jobs", "name");
    assert.match(await served.log(name), /tests\/gateway\/handlers\/jobs\.ts:15:\d+/);
  });
});
