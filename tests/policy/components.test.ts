import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import fc from "fast-check";
import { lambdaProxy } from "../../components/api/index.ts";
import {
  definePlatform,
  type Platform,
  type PlatformDefinition,
  type ResourceScope,
} from "../../components/platform.ts";
import { RegionalPlatform, type RegionalPlatformArgs } from "../../components/region/index.ts";
import { judgeExport } from "../../commands/policy/judgeExport.ts";
import { configureRules } from "../../policy/config/packConfig.ts";
import { allRules } from "../../policy/ruleSets.ts";
import { plausibleHome } from "../support/plausibleOutputs.ts";
import { projectPolicyConfig } from "./projectConfig.ts";
import { evaluatedStack } from "./evaluatedStack.ts";

const region = "eu-west-1";

const throttle = fc.record({
  ratePerSecond: fc.integer({ min: 1, max: 5_000 }),
  burst: fc.integer({ min: 1, max: 2_500 }),
});

const routes: fc.Arbitrary<
  PlatformDefinition<"orders" | "catalog", Record<never, never>, never, string, never>["routes"]
> = fc
  .uniqueArray(
    fc.constantFrom(
      "GET /orders",
      "POST /orders",
      "ANY /files/{proxy+}",
      "GET /catalog/{id}",
      "DELETE /catalog/{id}",
    ),
    { minLength: 1 },
  )
  .chain((keys) =>
    fc.tuple(
      ...keys.map((key) =>
        fc.record({
          key: fc.constant(key),
          service: fc.constantFrom("orders" as const, "catalog" as const),
          throttle: fc.option(throttle, { nil: undefined }),
        }),
      ),
    ),
  )
  .map((chosen) =>
    Object.fromEntries([
      ["GET /health", lambdaProxy("catalog", { auth: "none" })],
      ...chosen.map(({ key, service, throttle }) => [
        key,
        lambdaProxy(service, throttle && !key.startsWith("ANY") ? { throttle } : {}),
      ]),
    ]),
  );

const ownFunctions = {
  resources: ({ name, options }: ResourceScope) => ({
    jobs: new aws.sqs.Queue(
      `${name}-jobs`,
      { sqsManagedSseEnabled: true, visibilityTimeoutSeconds: 60 },
      options,
    ),
  }),
  functions: {
    worker: {
      entry: "tests/gateway/handlers/worker.ts",
      provisionedConcurrency: 1,
      resources: { jobs: ["SendMessage"] },
      queue: { from: "jobs" },
      schedules: { hourly: { expression: "rate(1 hour)" } },
    },
  },
} as const;

const definition: fc.Arbitrary<Platform> = fc
  .record({
    routes,
    tables: fc.boolean(),
    machines: fc.boolean(),
    cors: fc.boolean(),
    functions: fc.boolean(),
    search: fc.boolean(),
  })
  .map(({ routes, tables, machines, cors, functions, search }) =>
    definePlatform({
      name: "Any",
      services: {
        orders: {
          directory: "services/orders",
          ...(tables && {
            tables: { orders: { partitionKey: "id", actions: ["GetItem"], replicas: "all" } },
          }),
        },
        catalog: { directory: "services/catalog" },
      },
      routes,
      ...(functions && ownFunctions),
      ...(machines && { machineScopes: { identifier: "orders", scopes: { read: "Read" } } }),
      ...(search && { observability: { logs: { search: { readers: ["10.8.0.0/16"] } } } }),
      ...(cors && { cors: { allowOrigin: "https://shop.example.com" } }),
    }),
  );

const { replicaRegions: _, ...outputs } = plausibleHome("us-east-1");
const home = outputs as unknown as RegionalPlatformArgs["home"] & object;

const args: fc.Arbitrary<RegionalPlatformArgs> = fc.record(
  {
    region: fc.constant(region),
    definition,
    zones: fc
      .integer({ min: 2, max: 4 })
      .map((count) => ["a", "b", "c", "d"].slice(0, count).map((zone) => `${region}${zone}`)),
    production: fc.boolean(),
    cidrBlock: fc.constantFrom("10.0.0.0/16", "172.16.0.0/17", "192.168.0.0/18"),
    home: fc.constant(home),
    replicaRegions: fc.constant(["us-west-2"]),
    senderEmail: fc.constant("shop@example.com"),
    allowedEmailDomains: fc.constant(["example.com"]),
    throttle,
    closedEgress: fc.boolean(),
    trustedAccounts: fc.constant(["210987654321"]),
    alarmTopicArns: fc.constant([`arn:aws:sns:${region}:123456789012:alarms`]),
    alarmTargets: fc.constant({
      page: { emails: ["on-call@example.com"], webhooks: ["https://events.example.com/1"] },
      ticket: { slack: { workspaceId: "T0123ABCDEF", channelId: "C0123ABCDEF" } },
      ownKey: true,
    }),
  },
  { requiredKeys: ["region", "definition", "zones", "production"] },
);

// Runs without an engine; tests/engine/policy.test.ts covers stacks that the engine has deployed.
describe("the policies on our components", function () {
  this.timeout(120_000);

  it("find no violation in a platform with any valid arguments", async () => {
    const rules = configureRules(allRules, await projectPolicyConfig());

    await fc.assert(
      fc.asyncProperty(args, async (platform) => {
        const name = platform.production ? "prod" : "dev";
        const program = () => void new RegionalPlatform(name, platform);
        const stack = { project: "palisade", name: `${name}-${region}` };
        const resources = await evaluatedStack(program, { "aws:region": region }, stack);

        const { judgements } = judgeExport(resources, rules);
        const counted = judgements.filter(({ exempted }) => exempted.state !== "exempt");
        assert.deepEqual(
          counted.map(({ rule, message }) => `${rule.name}: ${message}`),
          [],
        );
      }),
      { numRuns: process.env["CI"] ? 5 : 2 },
    );
  });
});
