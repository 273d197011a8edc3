import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Inventories } from "../inventories.ts";
import { StubAws, stubSchemas } from "../testing/stubs.ts";
import { ProviderService } from "./service.ts";

const stack = "dev-us-east-1";
const logGroup = { stack, type: "aws:cloudwatch/logGroup:LogGroup", name: "it" };
const record = { stack, type: "aws:route53/record:Record", name: "it" };
const alarm = { stack, type: "aws:cloudwatch/metricAlarm:MetricAlarm", name: "it" };
const recordInputs = { zoneId: "Z0", name: "_1.api.example.com", type: "CNAME", records: ["x"] };

describe("where resources of the local account are", () => {
  let folder: string;
  let aws: StubAws;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "places-"));
    aws = new StubAws();
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** The provider of a stack in a region. All share the account. */
  function providerIn(region: string): ProviderService {
    const [schemas, inventories] = [
      stubSchemas({
        references: (_, { topic }) =>
          typeof topic === "string"
            ? [{ property: "topic", value: topic, to: "AWS::SNS::Topic", attribute: "arn" }]
            : [],
      }),
      new Inventories(folder),
    ];
    const connect = async () => aws.endpoint;
    return new ProviderService({ region, schemas, inventories, connect });
  }

  it("a resource is in the region that its input names", async () => {
    const home = providerIn("us-east-1");
    const inputs = { name: "edge", region: "eu-west-1" };
    const first = await home.create(logGroup, inputs);

    assert.equal(first.outputs["arn"], "arn:aws:logs:eu-west-1:111122223333:log-group:edge");
    await assert.rejects(providerIn("eu-west-1").create(logGroup, { name: "edge" }), {
      message: /already exists/,
    });
    await home.create(logGroup, { name: "edge" });

    const outputs = await home.update(logGroup, first, { ...inputs, retentionInDays: 30 });
    assert.deepEqual((await home.read(logGroup, first.id, outputs))?.outputs, outputs);
    await home.delete(logGroup, { id: first.id, outputs });
    assert.equal(await home.read(logGroup, first.id, outputs), undefined);
  });

  it("references are looked up in that region", async () => {
    const topic = "arn:aws:sns:eu-west-1:111122223333:alarms";
    const { failures } = await providerIn("us-east-1").check(
      logGroup,
      { region: "eu-west-1", topic },
      "seed",
    );

    const reason = `is "${topic}", but eu-west-1 has no such AWS::SNS::Topic`;
    assert.deepEqual(failures, [{ property: "topic", reason }]);
  });

  it("an alarm in another region is not created at this region's AWS endpoint", async () => {
    const provider = providerIn("us-east-1");

    const there = await provider.create(alarm, { name: "health", region: "eu-west-1" });
    await provider.delete(alarm, there);
    assert.deepEqual(aws.sent, []);

    await provider.create(alarm, { name: "health" });
    assert.deepEqual(aws.sent, ["PutMetricAlarmCommand"]);
  });

  it("a record belongs to no region: only a stack that may overwrite it can create it again", async () => {
    const [home, other] = [providerIn("us-east-1"), providerIn("eu-west-1")];
    const first = await home.create(record, recordInputs);

    await assert.rejects(other.create(record, recordInputs), { message: /already exists/ });
    await other.create(record, { ...recordInputs, allowOverwrite: true });

    await other.delete(record, first);
    assert.equal(await home.read(record, first.id, first.outputs), undefined);
  });

  it("settings of another resource are set again, as after an update that was interrupted", async () => {
    const type = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
    const inputs = { role: "orders", policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" };
    const attachment = { stack, type, name: "it" };
    const first = await providerIn("us-east-1").create(attachment, inputs);

    const again = await providerIn("us-east-1").create(attachment, inputs);

    assert.equal(again.id, first.id);
  });
});
