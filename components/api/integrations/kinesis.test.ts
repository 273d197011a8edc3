import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { from, kinesis } from "../index.ts";
import { itRefuses } from "../testing/itRefuses.ts";
import { compiled } from "../testing/recordApi.ts";

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

  const options = (given: Parameters<typeof kinesis>[1]) => kinesis("readings", given);
  itRefuses("POST /x", options, [
    ["a path of several places", { records: "$..x" }, /records is .*; allowed: a JSONPath/],
    ["a path with a quote", { records: `$.x')#end` }, /records is .*; allowed: a JSONPath/],
    [
      "a record's path without $",
      { records: "$", recordKey: "device" },
      /recordKey is .*; allowed: a JSONPath/,
    ],
    ["a record's key without records", { recordKey: "$.id" }, /recordKey requires records/],
    [
      "two keys",
      { records: "$", recordKey: "$.id", partitionKey: from.requestId() },
      /excludes partitionKey/,
    ],
    ["both data and records", { records: "$", data: from.body("$.x") }, /both data and records/],
    ["a method without a body", { records: "$" }, /reads the body/, "GET /x"],
  ]);
});
