import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { from, kinesis, RouteError } from "../index.ts";
import { compiled } from "./testing/compiled.ts";

const resources = () => ({ readings: new aws.kinesis.Stream("readings") });

describe("kinesis", () => {
  it("has a role for one record, and another for batches", async () => {
    const routes = {
      "POST /one": kinesis("readings"),
      "POST /many": kinesis("readings", { records: "$.all", recordKey: "$.device" }),
    };
    const api = await compiled(routes, resources);

    const arn = "arn:aws:test:::aws:kinesis/stream:Stream/readings";
    assert.deepEqual(api.grants, {
      "api-readings-PutRecord": `kinesis:PutRecord ${arn}`,
      "api-readings-PutRecords": `kinesis:PutRecords ${arn}`,
    });
    const { uri } = api.operation("POST /many")["x-amazon-apigateway-integration"];
    assert.equal(uri, "arn:aws:apigateway:eu-west-1:kinesis:action/PutRecords");
  });

  for (const [what, options, problem] of [
    ["a path of many places", { records: "$..x" }, /records is .*; allowed: a JSONPath/],
    ["a path that ends a text", { records: `$.x')#end` }, /records is .*; allowed: a JSONPath/],
    [
      "a record's path of many places",
      { records: "$", recordKey: "device" },
      /recordKey is .*; allowed: a JSONPath/,
    ],
    ["a record's key without records", { recordKey: "$.id" }, /recordKey requires records/],
    [
      "two keys",
      { records: "$", recordKey: "$.id", partitionKey: from.requestId() },
      /excludes partitionKey/,
    ],
    ["data beside records", { records: "$", data: from.body("$.x") }, /both data and records/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(
        compiled({ "POST /x": kinesis("readings", options) }, resources),
        (error: Error) => error instanceof RouteError && problem.test(error.message),
      );
    });
  }

  it("refuses a method without a body", async () => {
    const route = kinesis("readings", { records: "$" });

    await assert.rejects(compiled({ "GET /x": route }, resources), /reads the body/);
  });
});
