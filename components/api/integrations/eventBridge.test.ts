import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { eventBridge, from, RouteError } from "../index.ts";
import { compiled } from "./testing/compiled.ts";

const resources = () => ({ events: new aws.cloudwatch.EventBus("events") });

describe("eventBridge", () => {
  it("puts events on the bus in its role's name, with the headers that this service needs", async () => {
    const route = eventBridge("events", { source: "shop", detailType: "OrderPlaced" });
    const api = await compiled({ "POST /orders": route }, resources);

    const { uri, requestParameters } =
      api.operation("POST /orders")["x-amazon-apigateway-integration"];
    assert.deepEqual(Object.values(api.grants), [
      "events:PutEvents arn:aws:test:::aws:cloudwatch/eventBus:EventBus/events",
    ]);
    assert.equal(uri, "arn:aws:apigateway:eu-west-1:events:action/PutEvents");
    assert.deepEqual(requestParameters, {
      "integration.request.header.Content-Type": "'application/x-amz-json-1.1'",
      "integration.request.header.X-Amz-Target": "'AWSEvents.PutEvents'",
    });
  });

  for (const [what, settings, problem] of [
    [
      "a source of AWS's",
      { source: "aws.s3", detailType: "X" },
      /names with "aws\." belong to AWS/,
    ],
    ["no source", { source: "", detailType: "X" }, /source is ""/],
    ["no detail type", { source: "shop", detailType: "" }, /detailType is ""/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(
        compiled({ "POST /orders": eventBridge("events", settings) }, resources),
        (error: Error) => error instanceof RouteError && problem.test(error.message),
      );
    });
  }

  it("refuses what a route has no value for", async () => {
    const detail = { deep: [{ id: from.path("id") }] };
    const route = eventBridge("events", { source: "shop", detailType: "X", detail });

    await assert.rejects(compiled({ "POST /orders": route }, resources), RouteError);
  });
});
