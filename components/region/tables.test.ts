import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { recordResources } from "../../tests/support/recordResources.ts";
import { definePlatform } from "../platform.ts";
import { type HomeDirectory, RegionalPlatform, type RegionalPlatformArgs } from "./index.ts";

const definition = definePlatform({
  name: "Test",
  services: {
    orders: {
      directory: "services/orders",
      tables: {
        orders: { partitionKey: "owner", actions: ["GetItem", "PutItem"], replicas: "all" },
        "recent-views": { partitionKey: "owner", actions: ["Query"] },
      },
    },
  },
  routes: {},
});

const home: HomeDirectory = {
  userPoolId: "us-east-1_1",
  userPoolArn: "arn:pool",
  clientId: "client",
  issuer: "https://issuer",
  tables: { "orders.orders": "orders-1234567" },
};

const outputs = {
  "awsx:ec2:Vpc": {
    vpcId: "vpc",
    publicSubnetIds: ["public-1", "public-2"],
    privateSubnetIds: ["private-1", "private-2"],
    isolatedSubnetIds: [],
  },
};

const record = (more: Partial<RegionalPlatformArgs>) =>
  recordResources(
    () =>
      new RegionalPlatform("test", {
        region: "eu-west-1",
        definition,
        zones: ["eu-west-1a", "eu-west-1b"],
        production: false,
        ...more,
      }),
    outputs,
  );

type Recorded = Awaited<ReturnType<typeof record>>;

/** The service's variables with table names, and the resources of its permissions. */
function access(recorded: Recorded) {
  const containers = recorded.inputs("TaskDefinition", "test-orders")["containerDefinitions"];
  const [{ environment }] = JSON.parse(String(containers)) as [
    { environment: { name: string; value: string }[] },
  ];
  const policy = JSON.parse(
    String(recorded.inputs("RolePolicy", "test-orders-task")["policy"]),
  ) as {
    Statement: { Action: string[]; Resource: string[] }[];
  };
  return {
    names: Object.fromEntries(
      environment
        .filter(({ name }) => name.endsWith("_TABLE"))
        .map(({ name, value }) => [name, value]),
    ),
    permissions: policy.Statement.map(({ Action, Resource }) => [Action, Resource]),
  };
}

describe("RegionalPlatform's tables", () => {
  it("are created in the home region, with replicas in the others", async () => {
    const recorded = await record({ replicaRegions: ["us-east-1", "sa-east-1"] });

    assert.deepEqual(recorded.names("Table").sort(), [
      "test-orders-table-orders",
      "test-orders-table-recent-views",
    ]);
    const { replicas } = recorded.inputs("Table", "test-orders-table-orders");
    assert.deepEqual(
      (replicas as { regionName: string }[]).map(({ regionName }) => regionName),
      ["us-east-1", "sa-east-1"],
    );
    const other = recorded.inputs("Table", "test-orders-table-recent-views");
    assert.deepEqual([other["replicas"], other["streamEnabled"]], [undefined, undefined]);
  });

  it("with replicas are not created elsewhere; the service may only use the region's replica", async () => {
    const recorded = await record({ home });

    assert.deepEqual(recorded.names("Table"), ["test-orders-table-recent-views"]);
    assert.deepEqual(access(recorded), {
      names: {
        ORDERS_TABLE: "orders-1234567",
        RECENT_VIEWS_TABLE: "test-orders-table-recent-views-name",
      },
      permissions: [
        [
          ["dynamodb:GetItem", "dynamodb:PutItem"],
          ["arn:aws:dynamodb:eu-west-1:123456789012:table/orders-1234567"],
        ],
        [
          ["dynamodb:Query"],
          ["arn:aws:test:::aws:dynamodb/table:Table/test-orders-table-recent-views"],
        ],
      ],
    });
  });

  it("may have names that are known later", async () => {
    const tables = pulumi.output({ "orders.orders": "orders-7654321" });

    const recorded = await record({ home: { ...home, tables } });

    assert.equal(access(recorded).names["ORDERS_TABLE"], "orders-7654321");
  });

  for (const [wrong, message] of [
    [
      { replicaRegions: ["eu-west-1"] },
      /replicaRegions is \["eu-west-1"\]; allowed: other regions/,
    ],
    [
      { home: { ...home, tables: {} } },
      /home\.tables is \{\}; allowed: an object with orders\.orders/,
    ],
    [{ home: { ...home, tables: undefined } }, /home\.tables is missing/],
  ] as const) {
    it(`are refused with ${JSON.stringify(wrong)}`, async () => {
      await assert.rejects(record(wrong as Partial<RegionalPlatformArgs>), {
        name: "ComponentArgumentError",
        message,
      });
    });
  }
});
