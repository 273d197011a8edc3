import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { eventBridge, from } from "../index.ts";
import { itRefuses } from "../testing/itRefuses.ts";
import { compiled } from "../testing/recordApi.ts";

const resources = () => ({ events: new aws.cloudwatch.EventBus("events") });

describe("eventBridge", () => {
  it("puts events on the bus with a role and EventBridge's headers", async () => {
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

  const shop = { source: "shop", detailType: "X" };
  itRefuses(
    "POST /x",
    (options: Parameters<typeof eventBridge>[1]) => eventBridge("events", options),
    [
      ["a source of AWS's", { ...shop, source: "aws.s3" }, /names with "aws\." belong to AWS/],
      ["an empty source", { ...shop, source: "" }, /source is ""/],
      ["an empty detail type", { ...shop, detailType: "" }, /detailType is ""/],
      [
        "an unknown parameter",
        { ...shop, detail: { deep: [{ id: from.path("id") }] } },
        /"\{id\}"/,
      ],
    ],
  );
});
