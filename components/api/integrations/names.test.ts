import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { definePlatform, type Platform, type ResourceScope } from "../../platform.ts";
import { dynamodb, eventBridge, from, kinesis, s3, sns, sqs, stepFunctions } from "../index.ts";

const resources = ({ options }: ResourceScope) => ({
  queue: new aws.sqs.Queue("queue", {}, options),
  topic: new aws.sns.Topic("topic", {}, options),
  stream: new aws.kinesis.Stream("stream", {}, options),
  bucket: new aws.s3.Bucket("bucket", {}, options),
  table: new aws.dynamodb.Table("table", { hashKey: "id" }, options),
  machine: new aws.sfn.StateMachine("machine", { roleArn: "", definition: "" }, options),
  bus: new aws.cloudwatch.EventBus("bus", {}, options),
});

const base = { name: "Test", services: {}, resources };
const event = { source: "x", detailType: "x" };
const key = { action: "get", key: { id: from.requestId() } } as const;
const object = { action: "get", key: "x" } as const;
const start = { action: "start" } as const;

/** Checks of TypeScript. At run time, names are looked up when the API is created. */
describe("names of resources", () => {
  it("are checked by TypeScript against the platform's resources", () => {
    const platforms: Platform[] = [
      definePlatform({
        ...base,
        routes: {
          "POST /queue": sqs("queue"),
          "POST /topic": sns("topic"),
          "POST /stream": kinesis("stream"),
          "GET /bucket": s3("bucket", object),
          "GET /table": dynamodb("table", key),
          "POST /machine": stepFunctions("machine", start),
          "POST /bus": eventBridge("bus", event),
        },
      }),
      // @ts-expect-error unknown name
      definePlatform({ ...base, routes: { "POST /x": sqs("nope") } }),
      // @ts-expect-error it is a topic
      definePlatform({ ...base, routes: { "POST /x": sqs("topic") } }),
      // @ts-expect-error it is a queue
      definePlatform({ ...base, routes: { "POST /x": sns("queue") } }),
      // @ts-expect-error it is a table
      definePlatform({ ...base, routes: { "POST /x": kinesis("table") } }),
      // @ts-expect-error it is a stream
      definePlatform({ ...base, routes: { "GET /x": s3("stream", object) } }),
      // @ts-expect-error it is a bucket
      definePlatform({ ...base, routes: { "GET /x": dynamodb("bucket", key) } }),
      // @ts-expect-error it is a bus
      definePlatform({ ...base, routes: { "POST /x": stepFunctions("bus", start) } }),
      // @ts-expect-error it is a state machine
      definePlatform({ ...base, routes: { "POST /x": eventBridge("machine", event) } }),
      // @ts-expect-error the platform has no resources
      definePlatform({ name: "Test", services: {}, routes: { "POST /x": sqs("queue") } }),
    ];

    assert.equal(platforms.length, 10);
  });
});
