import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Recorded, recordResources } from "../../../tests/support/recordResources.ts";
import { lambda, lambdaProxy } from "../../api/index.ts";
import { definePlatform, type PlatformDefinition } from "../../platform.ts";
import { RegionalPlatform } from "../../region/index.ts";
import type { LogOptions } from "./options.ts";

/** A platform with a log of every kind; two parts have a retention of their own. */
const definition: PlatformDefinition = {
  name: "Test",
  services: { catalog: { directory: "services/catalog" } },
  functions: {
    jobs: { entry: "components/functions/testing/thumbnail.ts", logRetentionDays: 7 },
  },
  routes: {
    "GET /health": lambdaProxy("catalog", { auth: "none" }),
    "GET /jobs": lambda("jobs"),
  },
  firewall: { firewallLogRetentionDays: 14 },
  identity: { logs: { deliveryErrors: true }, firewall: {}, revocation: {} },
};

const outputs = {
  "aws:apigateway/stage:Stage": { invokeUrl: "https://api/live" },
  "awsx:ec2:Vpc": {
    vpcId: "vpc",
    publicSubnetIds: ["public-1", "public-2"],
    privateSubnetIds: ["private-1", "private-2"],
    isolatedSubnetIds: [],
  },
};

const record = (logs: LogOptions | undefined) =>
  recordResources(async () => {
    new RegionalPlatform("test", {
      region: "us-east-1",
      definition: definePlatform({ ...definition, ...(logs && { observability: { logs } }) }),
      zones: ["us-east-1a", "us-east-1b"],
      production: false,
    });
  }, outputs);

const groupsOf = (recorded: Recorded) =>
  recorded.names("LogGroup").map((name) => ({ name, inputs: recorded.inputs("LogGroup", name) }));

/** Groups with a retention of their own. */
const own: Readonly<Record<string, number>> = { "test-jobs": 7, "test-firewall": 14 };

describe("the settings of log groups", () => {
  it("are 30 days and CloudWatch's key by default", async () => {
    const recorded = await record(undefined);

    const groups = groupsOf(recorded);
    assert.ok(groups.length >= 8, groups.map(({ name }) => name).join());
    for (const { name, inputs } of groups) {
      assert.equal(inputs["retentionInDays"], own[name] ?? 30, name);
      assert.equal(inputs["kmsKeyId"], undefined, name);
      assert.equal(inputs["logGroupClass"], undefined, name);
    }
    assert.deepEqual(recorded.names("Key"), []);
  });

  it("reach every log group of a region, and a part's own retention wins", async () => {
    const options = { retentionDays: 90, encryption: "own key", infrequentFlowLogs: true } as const;

    const recorded = await record(options);

    const groups = groupsOf(recorded);
    const keys = new Set(groups.map(({ inputs }) => inputs["kmsKeyId"]));
    assert.equal(keys.size, 1);
    assert.match(String([...keys][0]), /test-logs/);
    for (const { name, inputs } of groups) {
      assert.equal(inputs["retentionInDays"], own[name] ?? 90, name);
      const isFlowLog = name === "test-flow-logs";
      assert.equal(inputs["logGroupClass"], isFlowLog ? "INFREQUENT_ACCESS" : undefined, name);
    }
    const { policy, region } = recorded.inputs("Key", "test-logs");
    assert.equal(region, "us-east-1");
    const { Statement: statements } = JSON.parse(String(policy)) as {
      Statement: Record<string, unknown>[];
    };
    const { Principal: principal, Condition: condition } = statements[1]!;
    assert.deepEqual(principal, { Service: "logs.us-east-1.amazonaws.com" });
    const context = "kms:EncryptionContext:aws:logs:arn";
    const arn = "arn:aws:logs:us-east-1:123456789012:log-group:*";
    assert.deepEqual(condition, { ArnLike: { [context]: arn } });
  });

  it("can't be missed: only one file creates log groups", () => {
    const folder = join(import.meta.dirname, "../..");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
      (file) => /^(?!.*node_modules).*\.ts$/.test(file) && !file.endsWith(".test.ts"),
    );
    const creating = files.filter((file) =>
      readFileSync(join(folder, file), "utf8").includes("cloudwatch.LogGroup("),
    );
    assert.deepEqual(creating, ["shared/logGroup.ts"]);
  });
});
