import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { OperationParts } from "../../components/api/document/types.ts";
import type { Grant } from "../../components/api/integrations/integration.ts";
import { compileVelocity } from "../../local/gateway/velocity/index.ts";
import { root } from "../support/platformProcess.ts";
import { recordResources } from "../support/recordResources.ts";
import { firehose, firehoseKind } from "./firehose.ts";

describe("the example of a new kind of integration", () => {
  it("is the same as in CONTRIBUTING.md and shorter than 60 lines", async () => {
    const source = await readFile(join(root, "tests/gateway/firehose.ts"), "utf8");
    const guide = await readFile(join(root, "CONTRIBUTING.md"), "utf8");

    const [, shown] = /```ts\n(import \* as aws[^`]*(?:`[^`]+`[^`]*)*)```/.exec(guide) ?? [];

    const inPlace = source.replaceAll("../../components/api/integrations/", "./");
    assert.equal(
      shown,
      inPlace.replaceAll("../../components/api/", "../").replaceAll("../../components/", "../../"),
    );
    assert.ok(source.split("\n").length < 60);
  });

  it("puts the body into the stream, and needs only this permission", async () => {
    const grants: Grant[] = [];
    let parts: OperationParts | undefined;
    await recordResources(async () => {
      const clicks = new aws.kinesis.FirehoseDeliveryStream("clicks", { destination: "http" });
      const roleFor = (grant: Grant) => {
        grants.push(grant);
        return "arn:role";
      };
      const scope = { region: "eu-west-1", proxies: {}, credentialHeaders: [], roleFor };
      const place = { key: "POST /clicks", method: "POST", path: "/clicks" } as const;
      const { integration } = firehose("clicks");
      const bound = firehoseKind.bind(integration, place, { ...scope, resources: { clicks } });
      parts = await new Promise((resolve) => {
        pulumi.output(bound).apply((known) => resolve(known as OperationParts));
      });
    });
    const { integration } = parts!;

    assert.deepEqual(
      grants.map(({ name, action }) => [name, action]),
      [["clicks-PutRecord", "firehose:PutRecord"]],
    );
    assert.equal(integration["credentials"], "arn:role");
    const templates = integration["requestTemplates"] as Record<string, string>;
    const { text } = compileVelocity(templates["application/json"]!)({
      body: '"#set($x = 1)',
      params: { path: {}, querystring: {}, header: {} },
      context: {},
      stageVariables: {},
    });
    assert.deepEqual(JSON.parse(text), {
      DeliveryStreamName: "clicks-name",
      Record: { Data: Buffer.from('"#set($x = 1)').toString("base64") },
    });
  });
});
