import assert from "node:assert/strict";
import { recordResources } from "../../tests/support/recordResources.ts";
import { ServiceTable } from "./index.ts";

type Args = ConstructorParameters<typeof ServiceTable>[1];

const keys: Args = { partitionKey: "owner", sortKey: "id", actions: ["Query"] };

async function tableOf(args: Args) {
  const recorded = await recordResources(() => new ServiceTable("orders", args));
  assert.deepEqual(recorded.counts, { Table: 1 });
  return recorded.inputs("Table", "orders");
}

const ofOneRegion = {
  billingMode: "PAY_PER_REQUEST",
  hashKey: "owner",
  rangeKey: "id",
  attributes: [
    { name: "owner", type: "S" },
    { name: "id", type: "S" },
  ],
  pointInTimeRecovery: { enabled: true },
  serverSideEncryption: { enabled: true },
  deletionProtectionEnabled: true,
};

const stream = { streamEnabled: true, streamViewType: "NEW_AND_OLD_IMAGES" };

const replicaIn = (regionName: string, deletionProtectionEnabled = true) => ({
  ...{ regionName, pointInTimeRecovery: true, deletionProtectionEnabled, propagateTags: true },
});

describe("ServiceTable", () => {
  it("creates one table with its keys, protected from deletion", async () => {
    assert.deepEqual(await tableOf(keys), ofOneRegion);
  });

  it("has replicas with the same protection and recovery as the table", async () => {
    assert.deepEqual(await tableOf({ ...keys, replicaRegions: ["eu-west-1", "sa-east-1"] }), {
      ...ofOneRegion,
      ...stream,
      replicas: [replicaIn("eu-west-1"), replicaIn("sa-east-1")],
    });
  });

  it("protects no replica of a table that is not protected", async () => {
    const args = { ...keys, replicaRegions: ["eu-west-1"], deletionProtection: false };

    assert.deepEqual(await tableOf(args), {
      ...ofOneRegion,
      ...stream,
      deletionProtectionEnabled: false,
      replicas: [replicaIn("eu-west-1", false)],
    });
  });

  it("changes only its replicas when it gets the first one", async () => {
    const { replicas: none, ...alone } = await tableOf({ ...keys, replicaRegions: [] });
    const { replicas: one, ...replicated } = await tableOf({
      ...keys,
      replicaRegions: ["eu-west-1"],
    });

    assert.deepEqual([none, one], [[], [replicaIn("eu-west-1")]]);
    assert.deepEqual(alone, replicated);
  });

  it("allows its service the given actions on the table, and nothing else", async () => {
    let table: ServiceTable | undefined;
    await recordResources(() => {
      table = new ServiceTable("orders", { ...keys, actions: ["Query", "PutItem"] });
    });

    assert.deepEqual(table!.statement.actions, ["dynamodb:Query", "dynamodb:PutItem"]);
    assert.equal((table!.statement.resources as unknown[]).length, 1);
  });

  for (const [wrong, message] of [
    [{ sortKey: "owner" }, /sortKey is "owner"; allowed: another attribute than partitionKey/],
    [{ replicaRegions: ["europe"] }, /replicaRegions\[0\] is "europe"; allowed: a region, such as/],
    [
      { replicaRegions: ["eu-west-1", "eu-west-1"] },
      /replicaRegions is .*; allowed: a list of different regions/,
    ],
  ] as const) {
    it(`refuses ${JSON.stringify(wrong)}`, async () => {
      const args = { ...keys, ...wrong } as unknown as Args;

      await assert.rejects(tableOf(args), { name: "ComponentArgumentError", message });
    });
  }
});
