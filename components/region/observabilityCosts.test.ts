import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { recordResources } from "../../tests/support/recordResources.ts";
import { lambdaProxy } from "../api/index.ts";
import { costsAtRest, costTable, freeParts } from "../observability/costs.ts";
import { definePlatform, type PlatformDefinition } from "../platform.ts";
import { RegionalPlatform, type RegionalPlatformArgs } from "./index.ts";

const service = (directory: string) => ({ directory });
const two: PlatformDefinition = {
  name: "Test",
  services: {
    catalog: service("services/catalog"),
    orders: {
      ...service("services/orders"),
      tables: { orders: { partitionKey: "id", actions: ["GetItem"] } },
    },
  },
  routes: {
    "GET /health": lambdaProxy("catalog", { auth: "none" }),
    "GET /orders": lambdaProxy("orders"),
  },
};

const domain = { name: "api.example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" };

const validationOption = (domainName: string) => ({
  domainName,
  resourceRecordName: `_name.${domainName}`,
  resourceRecordType: "CNAME",
  resourceRecordValue: "_value",
});

const outputs = {
  "aws:acm/certificate:Certificate": {
    domainValidationOptions: ["api.example.com", "us-east-1.api.example.com"].map(validationOption),
  },
  "aws:apigateway/stage:Stage": { invokeUrl: "https://api/live" },
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": {
    arn: "arn:aws:cloudwatch:us-east-1:123456789012:alarm:test-region",
  },
  "aws:lb/loadBalancer:LoadBalancer": { arnSuffix: "app/lb/1" },
  "aws:lb/targetGroup:TargetGroup": { arnSuffix: "targetgroup/tg/1" },
  "awsx:ec2:Vpc": { vpcId: "vpc", privateSubnetIds: ["private-1", "private-2"] },
};

async function declared(
  observability: PlatformDefinition["observability"],
  more: Partial<RegionalPlatformArgs> = {},
) {
  const definition = definePlatform({ ...two, ...(observability && { observability }) });
  const recorded = await recordResources(
    () =>
      new RegionalPlatform("test", {
        ...{ region: "us-east-1", definition, production: false },
        zones: ["us-east-1a", "us-east-1b"],
        ...more,
      }),
    outputs,
  );
  return recorded.resources.filter(({ type }) => !type.startsWith("palisade:"));
}

const uuid = "01234567-89ab-cdef-0123-456789abcdef";
const everything = () =>
  declared(
    {
      alarms: "all",
      dashboards: true,
      usage: true,
      logs: { encryption: "own key", search: "opensearch" },
    },
    {
      domain,
      dashboardRegions: ["eu-west-1", "us-east-1"],
      alarmTargets: {
        page: {
          emails: ["on-call@example.com"],
          slack: { workspaceId: "T0123ABCDEF", channelId: "C0123ABCDEF" },
          teams: { tenantId: uuid, teamId: uuid, channelId: "19%3Aabc%40thread.tacv2" },
        },
        ownKey: true,
      },
    },
  );
const nothing = () =>
  declared(
    { alarms: false, dashboards: false, usage: false, logs: { encryption: "aws" } },
    { domain },
  );

const insights = ({ inputs }: { inputs: Record<string, unknown> }): string | undefined =>
  (inputs["settings"] as { value: string }[] | undefined)?.[0]?.value;

const file = "docs/observability.md";
const between = /(<!-- costs -->\n\n)([^]*?)(\n\n<!-- \/costs -->)/;
/** The formatter pads cells. */
const plain = (table: string): string => table.replaceAll(/ +/g, " ").replaceAll(/-{3,}/g, "---");

/** Prices are of the table: nobody asks AWS. */
describe("what observability costs at rest", () => {
  it("is in one table for every resource that its options create", async () => {
    const without = new Set((await nothing()).map(({ type, name }) => `${type} ${name}`));
    const created = (await everything()).filter(
      ({ type, name }) => !without.has(`${type} ${name}`),
    );

    const types = new Set(created.map(({ type }) => type));
    // It exists anyway; its setting costs.
    types.add("aws:ecs/cluster:Cluster");
    assert.deepEqual([...types].sort(), [...Object.keys(costsAtRest), ...freeParts].sort());
  });

  it("is nothing with all options off", async () => {
    const left = await nothing();

    const costly = Object.keys(costsAtRest).filter((type) => costsAtRest[type]!.usd > 0);
    assert.deepEqual(
      left.filter(({ type }) => costly.includes(type)).map(({ name }) => name),
      [],
    );
    assert.deepEqual(left.filter(({ type }) => type.endsWith(":Cluster")).map(insights), [
      "disabled",
    ]);
    const watched = await declared(undefined);
    assert.deepEqual(watched.filter(({ type }) => type.endsWith(":Cluster")).map(insights), [
      "enabled",
    ]);
  });

  it("is about 4 USD a month for two services by default", async () => {
    const resources = await declared(undefined);

    const usd = resources.reduce((sum, { type, inputs }) => {
      const queries = (inputs["metricQueries"] ?? []) as { metric?: object }[];
      const metrics = Math.max(1, queries.filter(({ metric }) => metric).length);
      const price = costsAtRest[type]?.usd ?? 0;
      return sum + price * (type.endsWith(":MetricAlarm") ? metrics : 1);
    }, 0);
    assert.ok(usd > 3.5 && usd < 4.5, `${usd} USD`);
  });

  it("is shown in docs/observability.md", () => {
    // UPDATE_DOCS=1 npx mocha components/region/observabilityCosts.test.ts && npx prettier --write docs/observability.md
    let text = readFileSync(file, "utf8");
    if (process.env["UPDATE_DOCS"]) {
      text = text.replace(between, (_, before, __, after) => `${before}${costTable()}${after}`);
      writeFileSync(file, text);
    }
    assert.equal(plain(between.exec(text)?.[2] ?? ""), plain(costTable()));
  });
});
