import assert from "node:assert/strict";
import type { EdgeDefinition } from "./index.ts";
import { apiBehavior, arn, originConfig, record } from "./testing/recordDistribution.ts";

describe("the behaviors of a Distribution", () => {
  it("keeps the responses of a behavior by its key", async () => {
    const edge: EdgeDefinition = {
      behaviors: {
        "/catalog*": {
          ttl: { defaultSeconds: 60, minSeconds: 1, maxSeconds: 300 },
          key: { headers: ["Authorization"], queries: ["page"], cookies: ["theme"] },
          forwardHeaders: ["X-Correlation-Id"],
          methods: "read",
        },
        "/openapi.json": { ttl: { defaultSeconds: 0 }, key: { queries: "none" } },
        "/orders*": { ttl: { defaultSeconds: 5 }, key: { headers: ["Authorization"] } },
        "/health": { methods: "read" },
      },
    };
    const recorded = await record(edge);

    const { orderedCacheBehaviors } = recorded.inputs("Distribution", "dev-edge");
    const { originRequestPolicyId: _, ...kept } = apiBehavior;
    assert.deepEqual(orderedCacheBehaviors, [
      {
        ...kept,
        pathPattern: "/catalog*",
        allowedMethods: ["GET", "HEAD", "OPTIONS"],
        cachePolicyId: "dev-edge-catalog-089c9b-id",
        originRequestPolicyId: "dev-edge-catalog-089c9b-id",
      },
      {
        ...kept,
        pathPattern: "/openapi.json",
        cachePolicyId: "dev-edge-openapi-json-a41941-id",
      },
      {
        ...kept,
        pathPattern: "/orders*",
        cachePolicyId: "dev-edge-orders-6ea288-id",
        originRequestPolicyId: "dev-edge-orders-6ea288-id",
      },
      { ...apiBehavior, pathPattern: "/health", allowedMethods: ["GET", "HEAD", "OPTIONS"] },
    ]);
    assert.deepEqual(recorded.inputs("CachePolicy", "dev-edge-catalog-089c9b"), {
      minTtl: 1,
      defaultTtl: 60,
      maxTtl: 300,
      parametersInCacheKeyAndForwardedToOrigin: {
        enableAcceptEncodingBrotli: true,
        enableAcceptEncodingGzip: true,
        headersConfig: { headerBehavior: "whitelist", headers: { items: ["Authorization"] } },
        cookiesConfig: { cookieBehavior: "whitelist", cookies: { items: ["theme"] } },
        queryStringsConfig: { queryStringBehavior: "whitelist", queryStrings: { items: ["page"] } },
      },
    });
    const openapi = recorded.inputs("CachePolicy", "dev-edge-openapi-json-a41941");
    assert.deepEqual(openapi, {
      minTtl: 0,
      defaultTtl: 0,
      maxTtl: 1,
      parametersInCacheKeyAndForwardedToOrigin: {
        enableAcceptEncodingBrotli: true,
        enableAcceptEncodingGzip: true,
        headersConfig: { headerBehavior: "none" },
        cookiesConfig: { cookieBehavior: "none" },
        queryStringsConfig: { queryStringBehavior: "none" },
      },
    });
    const forwarded = (name: string) =>
      recorded.inputs("OriginRequestPolicy", name)["headersConfig"];
    assert.deepEqual(recorded.inputs("OriginRequestPolicy", "dev-edge-catalog-089c9b"), {
      headersConfig: { headerBehavior: "whitelist", headers: { items: ["X-Correlation-Id"] } },
      cookiesConfig: { cookieBehavior: "none" },
      queryStringsConfig: { queryStringBehavior: "none" },
    });
    // POST /orders has a body.
    assert.deepEqual(forwarded("dev-edge-orders-6ea288"), {
      headerBehavior: "whitelist",
      headers: { items: ["Content-Type"] },
    });
  });

  it("filters headers in both directions", async () => {
    const recorded = await record({
      requestHeaders: { remove: ["X-Internal"] },
      responseHeaders: {
        remove: ["X-Powered-By"],
        add: { "X-Team": "shop" },
        hsts: { preload: true },
      },
    });

    const { defaultCacheBehavior } = recorded.inputs("Distribution", "dev-edge");
    assert.deepEqual(defaultCacheBehavior, {
      ...apiBehavior,
      originRequestPolicyId: "dev-edge-requests-id",
    });
    assert.deepEqual(recorded.inputs("OriginRequestPolicy", "dev-edge-requests"), {
      headersConfig: { headerBehavior: "allExcept", headers: { items: ["Host", "X-Internal"] } },
      cookiesConfig: { cookieBehavior: "all" },
      queryStringsConfig: { queryStringBehavior: "all" },
    });
    assert.deepEqual(recorded.inputs("ResponseHeadersPolicy", "dev-edge-api"), {
      securityHeadersConfig: {
        strictTransportSecurity: {
          accessControlMaxAgeSec: 31_536_000,
          includeSubdomains: false,
          preload: true,
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: "DENY", override: true },
        referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override: true },
        contentSecurityPolicy: {
          contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
          override: false,
        },
      },
      customHeadersConfig: { items: [{ header: "X-Team", value: "shop", override: true }] },
      removeHeadersConfig: { items: [{ header: "X-Powered-By" }] },
    });
  });

  it("lets reads fail over between two regions, and writes follow the shared name", async () => {
    const recorded = await record({}, { originRegions: ["eu-west-1", "us-east-1"] });

    const inputs = recorded.inputs("Distribution", "dev-edge");
    assert.deepEqual(inputs["origins"], [
      { ...originConfig, originId: "api", domainName: "api.example.com" },
      { ...originConfig, originId: "api-eu-west-1", domainName: "eu-west-1.api.example.com" },
      { ...originConfig, originId: "api-us-east-1", domainName: "us-east-1.api.example.com" },
    ]);
    assert.deepEqual(inputs["defaultCacheBehavior"], {
      ...apiBehavior,
      functionAssociations: [
        {
          eventType: "viewer-request",
          functionArn: arn("cloudfront/function:Function", "dev-edge-reads"),
        },
      ],
    });
    assert.equal(recorded.inputs("Function", "dev-edge-reads")["runtime"], "cloudfront-js-2.0");
  });
});
