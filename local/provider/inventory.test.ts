import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Inventory, type InventoryEntry } from "./inventory.ts";

const vpcType = "aws:ec2/vpc:Vpc";
const ruleType = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

const entry = (id: string, more: Partial<InventoryEntry> = {}): InventoryEntry => ({
  type: vpcType,
  id,
  inputs: {},
  outputs: {},
  ...more,
});

describe("Inventory", () => {
  let parent: string;
  let inventory: Inventory;
  /** The same account for another stack, in another process. */
  let another: Inventory;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), "inventory-"));
    inventory = new Inventory(join(parent, "us-east-1"));
    another = new Inventory(join(parent, "us-east-1"));
  });
  afterEach(() => rm(parent, { recursive: true }));

  it("is empty before the first deployment", async () => {
    assert.deepEqual(await inventory.list(), []);
    assert.equal(await inventory.get(vpcType, "vpc-1", undefined), undefined);
    assert.equal(await inventory.knows("vpc-1"), false);
    await inventory.remove(entry("vpc-1"));
  });

  it("contains resources that another inventory has added", async () => {
    const vpc = entry("vpc-1", { inputs: { cidrBlock: "10.0.0.0/16" } });

    await inventory.add(vpc);

    assert.deepEqual(await another.list(), [vpc]);
    assert.deepEqual(await another.get(vpcType, "vpc-1", undefined), vpc);
    assert.equal(await another.knows("vpc-1"), true);
  });

  it("finds a resource that is added later", async () => {
    assert.equal(await another.knows("vpc-1"), false);

    await inventory.add(entry("vpc-1"));

    assert.equal(await another.knows("vpc-1"), true);
  });

  it("tells a rule's target from the resource that it names by ARN", async () => {
    const outputs = { arn: "arn:aws:sqs:us-east-1:123456789012:mails" };
    const target = entry("rule-1", { type: "aws:cloudwatch/eventTarget:EventTarget", outputs });

    assert.equal(
      await inventory.add(entry("queue", { type: "aws:sqs/queue:Queue", outputs })),
      true,
    );
    assert.equal(await inventory.add(target), true);

    assert.equal((await inventory.list()).length, 2);
    assert.deepEqual(await inventory.get(target.type, target.id, outputs.arn), target);
  });

  it("adds a resource only once, in any order", async () => {
    const mine = entry("vpc-1", { inputs: { tags: { of: "mine" } } });

    assert.equal(await inventory.add(mine), true);
    assert.equal(await another.add(entry("vpc-1")), false);
    assert.equal(await inventory.add(entry("vpc-1")), false);

    assert.deepEqual(await another.list(), [mine]);
  });

  it("adds a resource once if several add it at the same time", async () => {
    const added = await Promise.all(
      Array.from({ length: 20 }, (_, index) => {
        const writer = index % 2 ? inventory : another;
        return writer.add(entry("vpc-1", { inputs: { index } }));
      }),
    );

    const won = added.indexOf(true);
    assert.equal(added.filter((first) => first).length, 1);
    assert.deepEqual((await inventory.list())[0]?.inputs, { index: won });
  });

  it("replaces the state of a resource", async () => {
    await inventory.add(entry("vpc-1", { outputs: { tags: { a: "1" } } }));

    await another.put(entry("vpc-1", { outputs: { tags: { a: "2" } } }));

    assert.deepEqual(await inventory.list(), [entry("vpc-1", { outputs: { tags: { a: "2" } } })]);
  });

  it("distinguishes resources by type and id, or by ARN", async () => {
    const [one, two] = ["arn:aws:iam::1:role/a", "arn:aws:iam::2:role/a"];
    for (const resource of [
      entry("a"),
      entry("a", { type: ruleType }),
      entry("a", { outputs: { arn: one } }),
      entry("a", { outputs: { arn: two } }),
    ]) {
      assert.equal(await inventory.add(resource), true);
    }

    assert.equal((await inventory.list()).length, 4);
    assert.equal((await inventory.get(vpcType, "a", two))?.outputs["arn"], two);
    assert.equal((await inventory.get(ruleType, "a", undefined))?.type, ruleType);
  });

  it("finds resources by id, ARN and name", async () => {
    const arn = "arn:aws:iam::111122223333:role/orders-1a2b3c4";
    await inventory.add(entry("orders-id", { outputs: { arn, name: "orders-1a2b3c4" } }));

    for (const reference of ["orders-id", arn, "orders-1a2b3c4"]) {
      assert.equal(await inventory.knows(reference), true, reference);
      assert.equal(await another.knows(reference), true, reference);
    }
    assert.equal(await inventory.knows("orders"), false);
  });

  it("forgets a resource that is removed", async () => {
    await inventory.add(entry("vpc-1"));
    await inventory.add(entry("vpc-2"));
    assert.equal(await inventory.knows("vpc-1"), true);

    await inventory.remove(entry("vpc-1"));
    await inventory.remove(entry("vpc-1"));

    assert.equal(await inventory.knows("vpc-1"), false);
    assert.equal(await inventory.knows("vpc-2"), true);
    assert.deepEqual(await another.list(), [entry("vpc-2")]);
  });

  it("ignores a half-written entry of a killed plugin, and leaves none itself", async () => {
    await inventory.add(entry("vpc-1"));
    await inventory.add(entry("vpc-1"));
    await inventory.put(entry("vpc-1"));
    const folder = join(parent, "us-east-1");
    assert.equal((await readdir(folder)).length, 1);
    await writeFile(join(folder, "5a0c.part"), '{"type":"aws:ec2/vpc:Vpc","id":"vpc-2"');

    assert.deepEqual(await another.list(), [entry("vpc-1")]);
    assert.equal(await another.knows("vpc-2"), false);
  });
});
