import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as runtimeState from "@pulumi/pulumi/runtime/state.js";
import { recordResources } from "../../../tests/support/recordResources.ts";
import { type Api, lambdaProxy } from "../index.ts";
import { type FlatApiArgs, newApi } from "../testing/newApi.ts";

const limit = { ratePerSecond: 5, burst: 10 };
const asking = lambdaProxy("orders", { apiKey: true });

const args: FlatApiArgs = {
  region: "us-east-1",
  title: "Test",
  routes: {
    "GET /orders/{id}": asking,
    "POST /orders": asking,
    "GET /open": lambdaProxy("orders"),
  },
  proxies: { orders: { functionName: "orders", functionArn: "arn:orders" } },
  userPoolArns: ["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc"],
  usagePlans: {
    gold: {
      throttle: limit,
      quota: { limit: 100, period: "month" },
      routes: { "GET /orders/{id}": limit },
    },
    free: {},
  },
  apiKeys: { acme: { plan: "gold" }, umbrella: { plan: "free", enabled: false } },
};

async function record(more: Partial<FlatApiArgs> = {}) {
  let api!: Api;
  const recorded = await recordResources(() => (api = newApi("api", { ...args, ...more })), {
    "aws:apigateway/restApi:RestApi": { executionArn: "arn:aws:execute-api:::api" },
    "aws:apigateway/stage:Stage": { stageName: "live" },
    "aws:apigateway/apiKey:ApiKey": { value: "made-up-by-aws-0000" },
  });
  return { recorded, api };
}

const document = (recorded: Awaited<ReturnType<typeof record>>["recorded"]) =>
  JSON.parse(recorded.inputs("RestApi", "api")["body"] as string) as {
    paths: Record<string, Record<string, { security: unknown; [key: string]: unknown }>>;
    components: { securitySchemes: Record<string, unknown> };
    "x-amazon-apigateway-api-key-source"?: string;
  };

describe("createUsagePlans", () => {
  it("makes a plan per definition, and a key and its place in its plan", async () => {
    const { recorded } = await record();

    const { UsagePlan, ApiKey, UsagePlanKey } = recorded.counts;
    assert.deepEqual(
      { UsagePlan, ApiKey, UsagePlanKey },
      { UsagePlan: 2, ApiKey: 2, UsagePlanKey: 2 },
    );
    assert.deepEqual(recorded.inputs("UsagePlan", "api-plan-gold"), {
      description: "Usage plan gold",
      apiStages: [
        {
          apiId: "api-id",
          stage: "live",
          throttles: [{ path: "/orders/{id}/GET", rateLimit: 5, burstLimit: 10 }],
        },
      ],
      throttleSettings: { rateLimit: 5, burstLimit: 10 },
      quotaSettings: { limit: 100, period: "MONTH" },
    });
    assert.deepEqual(recorded.inputs("UsagePlanKey", "api-key-acme"), {
      keyId: "api-key-acme-id",
      keyType: "API_KEY",
      usagePlanId: "api-plan-gold-id",
    });
  });

  it("leaves a key's value to AWS, and gives it away as a secret only", async () => {
    const { recorded, api } = await record();

    assert.equal(recorded.inputs("ApiKey", "api-key-acme")["value"], undefined);
    assert.equal(recorded.inputs("ApiKey", "api-key-umbrella")["enabled"], false);
    assert.equal(await pulumi.isSecret(api.usagePlans.keys), true);
    assert.equal(await pulumi.isSecret(api.usagePlans.plans), false);
  });

  it("takes the home region's values over", async () => {
    const apiKeyValues = { acme: "value-of-acme-0000000", umbrella: "value-of-umbrella-000" };

    const { recorded } = await record({ apiKeyValues });

    const value = recorded.inputs("ApiKey", "api-key-acme")["value"];
    assert.equal(value, "value-of-acme-0000000");
  });

  it("does not make up a second value for a key that the home region is to have", async () => {
    await assert.rejects(record({ apiKeyValues: { acme: "value-of-acme-0000000" } }), {
      message: /API key "umbrella".*Deploy the home region first/s,
    });
  });

  it("takes a value that the home region is to have for unknown in a preview", async () => {
    const build = () => {
      // Exported for Pulumi's own modules, hence missing from its types.
      const { getStore } = runtimeState as unknown as {
        getStore(): { settings: { options: { dryRun: boolean } } };
      };
      getStore().settings.options.dryRun = true;
      return newApi("api", { ...args, apiKeyValues: {} });
    };

    const recorded = await recordResources(build);

    assert.equal(recorded.inputs("ApiKey", "api-key-acme")["value"], pulumi.unknown);
  });

  it("asks for the key beside the token, on the routes that say so", async () => {
    const { recorded } = await record();

    const { paths, components, ...root } = document(recorded);
    assert.deepEqual(paths["/orders"]?.["post"]?.security, [{ cognito: [] }, { api_key: [] }]);
    assert.deepEqual(paths["/open"]?.["get"]?.security, [{ cognito: [] }]);
    assert.deepEqual(components.securitySchemes["api_key"], {
      type: "apiKey",
      name: "x-api-key",
      in: "header",
    });
    assert.equal(root["x-amazon-apigateway-api-key-source"], "HEADER");
  });

  it("has a key alone only where a route says that nobody is authenticated", async () => {
    const open = lambdaProxy("orders", { apiKey: true, auth: "none" });

    const { recorded } = await record({
      routes: { "GET /orders": open },
      usagePlans: { gold: {} },
      apiKeys: { acme: { plan: "gold" } },
    });

    assert.deepEqual(document(recorded).paths["/orders"]?.["get"]?.security, [{ api_key: [] }]);
  });

  it("lets pages send the key, and preflights go without", async () => {
    const { recorded } = await record({ cors: { allowOrigin: "https://app.example.com" } });

    const preflight = document(recorded).paths["/orders"]?.["options"];
    assert.match(
      JSON.stringify(preflight),
      /'Authorization,Content-Type,X-Correlation-Id,X-Api-Key'/,
    );
    assert.deepEqual(preflight?.security, []);
  });

  it("says nothing of keys without them", async () => {
    const { recorded } = await record({
      routes: { "GET /open": lambdaProxy("orders") },
      usagePlans: {},
      apiKeys: {},
    });

    assert.equal(recorded.counts["UsagePlan"], undefined);
    assert.doesNotMatch(recorded.inputs("RestApi", "api")["body"] as string, /api-key|api_key/);
  });
});
