import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as runtimeState from "@pulumi/pulumi/runtime/state.js";
import { recordResources } from "../../../tests/support/recordResources.ts";
import { type Api, lambdaProxy } from "../index.ts";
import { documentIn, type FlatApiArgs, newApi, recordApi } from "../testing/recordApi.ts";

const limit = { ratePerSecond: 5, burst: 10 };
const keyed = lambdaProxy("orders", { apiKey: true });

const args: Partial<FlatApiArgs> = {
  routes: {
    "GET /orders/{id}": keyed,
    "POST /orders": keyed,
    "GET /open": lambdaProxy("orders"),
  },
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
  const build = (given: Partial<FlatApiArgs>) => (api = newApi("api", given));
  const recorded = await recordApi({ ...args, ...more }, build);
  return { recorded, api };
}

describe("createUsagePlans", () => {
  it("creates a plan per definition, and each key with its place in a plan", async () => {
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

  it("leaves a key's value to AWS, and outputs it only as a secret", async () => {
    const { recorded, api } = await record();

    assert.equal(recorded.inputs("ApiKey", "api-key-acme")["value"], undefined);
    assert.equal(recorded.inputs("ApiKey", "api-key-umbrella")["enabled"], false);
    assert.equal(await pulumi.isSecret(api.usagePlans.keys), true);
    assert.equal(await pulumi.isSecret(api.usagePlans.plans), false);
  });

  it("uses the home region's values", async () => {
    const apiKeyValues = { acme: "value-of-acme-0000000", umbrella: "value-of-umbrella-000" };

    const { recorded } = await record({ apiKeyValues });

    const value = recorded.inputs("ApiKey", "api-key-acme")["value"];
    assert.equal(value, "value-of-acme-0000000");
  });

  it("does not generate a second value for a key that the home region lacks", async () => {
    await assert.rejects(record({ apiKeyValues: { acme: "value-of-acme-0000000" } }), {
      message: /API key "umbrella".*Deploy the home region first/s,
    });
  });

  it("treats a value that the home region lacks as unknown in a preview", async () => {
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

  it("requires the key and the token on routes with apiKey", async () => {
    const { recorded } = await record();

    const { paths, components, ...root } = documentIn(recorded);
    assert.deepEqual(paths["/orders"]?.["post"]?.["security"], [{ cognito: [] }, { api_key: [] }]);
    assert.deepEqual(paths["/open"]?.["get"]?.["security"], [{ cognito: [] }]);
    assert.deepEqual(components.securitySchemes["api_key"], {
      type: "apiKey",
      name: "x-api-key",
      in: "header",
    });
    assert.equal(root["x-amazon-apigateway-api-key-source"], "HEADER");
  });

  it("requires only the key if a route's auth is none", async () => {
    const open = lambdaProxy("orders", { apiKey: true, auth: "none" });

    const { recorded } = await record({
      routes: { "GET /orders": open },
      usagePlans: { gold: {} },
      apiKeys: { acme: { plan: "gold" } },
    });

    assert.deepEqual(documentIn(recorded).paths["/orders"]?.["get"]?.["security"], [
      { api_key: [] },
    ]);
  });

  it("lets pages send the key, and requires none for preflights", async () => {
    const { recorded } = await record({ cors: { allowOrigin: "https://app.example.com" } });

    const preflight = documentIn(recorded).paths["/orders"]?.["options"];
    assert.match(
      JSON.stringify(preflight),
      /'Authorization,Content-Type,X-Correlation-Id,X-Api-Key'/,
    );
    assert.deepEqual(preflight?.["security"], []);
  });

  it("has nothing about keys if there are none", async () => {
    const { recorded } = await record({
      routes: { "GET /open": lambdaProxy("orders") },
      usagePlans: {},
      apiKeys: {},
    });

    assert.equal(recorded.counts["UsagePlan"], undefined);
    assert.doesNotMatch(recorded.inputs("RestApi", "api")["body"] as string, /api-key|api_key/);
  });
});
