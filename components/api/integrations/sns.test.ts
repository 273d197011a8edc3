import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { from, sns } from "../index.ts";
import { itRefuses } from "../testing/itRefuses.ts";
import { compiled } from "../testing/recordApi.ts";

const resources = () => ({ news: new aws.sns.Topic("news") });

describe("sns", () => {
  it("publishes the body as a form with a role", async () => {
    const attributes = { kind: from.body("$.kind"), "a&b": from.text("c=d") };
    const api = await compiled({ "POST /news": sns("news", { attributes }) }, resources);

    const { "x-amazon-apigateway-integration": integration } = api.operation("POST /news");
    assert.deepEqual(Object.values(api.grants), [
      "sns:Publish arn:aws:test:::aws:sns/topic:Topic/news",
    ]);
    assert.equal(integration.uri, "arn:aws:apigateway:eu-west-1:sns:action/Publish");
    const form = new URLSearchParams(integration.requestTemplates["application/json"]);
    assert.equal(form.get("TopicArn"), "arn:aws:test:::aws:sns/topic:Topic/news");
    assert.equal(form.get("MessageAttributes.entry.1.Name"), "kind");
    assert.match(form.get("MessageAttributes.entry.1.Value.StringValue")!, /^\$util.urlEncode/);
    assert.equal(form.get("MessageAttributes.entry.2.Name"), "a&b");
    assert.equal(form.get("MessageAttributes.entry.2.Value.StringValue"), "c=d");
  });

  itRefuses("POST /news", (options: Parameters<typeof sns>[1]) => sns("news", options), [
    ["an unknown parameter", { subject: from.path("topic") }, /"\{topic\}"/],
  ]);
});
