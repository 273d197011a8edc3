import assert from "node:assert/strict";
import type { Properties } from "../../../graph/resource.ts";
import { behavior, distribution, resource } from "../testing/resources.ts";
import { readDistributions } from "./readDistributions.ts";

const read = (more: Properties, ...others: ReturnType<typeof resource>[]) =>
  readDistributions([{ region: "us-east-1", resources: [distribution(more), ...others] }]);

const withDefault = (more: Properties): Properties => ({ defaultCacheBehavior: behavior(more) });

const withFunction = (eventType: string): Properties =>
  withDefault({ functionAssociations: [{ eventType, functionArn: "f" }] });

const cloudFrontFunction = (more: Properties) =>
  resource("aws:cloudfront/function:Function", "edit", {
    arn: "f",
    code: "function handler(event) { return event.request; }",
    ...more,
  });

describe("readDistributions", () => {
  const refused: [setting: string, Properties, ...others: ReturnType<typeof resource>[]][] = [
    ["geoRestriction", { restrictions: { geoRestriction: { restrictionType: "whitelist" } } }],
    ["continuousDeploymentPolicyId", { continuousDeploymentPolicyId: "p" }],
    ["staging", { staging: true }],
    ["viewerMtlsConfig", { viewerMtlsConfig: { mode: "required" } }],
    ["webAclId", { webAclId: "arn:aws:wafv2:us-east-1:1:global/webacl/a/b" }],
    ["forwardedValues", withDefault({ forwardedValues: { queryString: true } })],
    ["cachePolicyId is missing", withDefault({ cachePolicyId: undefined })],
    ["cachePolicyId unknown", withDefault({ cachePolicyId: "unknown" })],
    ["originRequestPolicyId unknown", withDefault({ originRequestPolicyId: "unknown" })],
    ["responseHeadersPolicyId unknown", withDefault({ responseHeadersPolicyId: "unknown" })],
    ["trustedKeyGroups", withDefault({ trustedKeyGroups: ["g"] })],
    ["trustedSigners", withDefault({ trustedSigners: ["self"] })],
    ["fieldLevelEncryptionId", withDefault({ fieldLevelEncryptionId: "f" })],
    ["lambdaFunctionAssociations", withDefault({ lambdaFunctionAssociations: [{}] })],
    ["viewer response function", withFunction("viewer-response")],
    ["is not published", withFunction("viewer-request"), cloudFrontFunction({ publish: false })],
    [
      "keyValueStoreAssociations",
      withFunction("viewer-request"),
      cloudFrontFunction({ keyValueStoreAssociations: ["k"] }),
    ],
    ['no origin "other"', withDefault({ targetOriginId: "other" })],
    [
      "is no bucket of the stacks",
      { origins: [{ originId: "api", domainName: "b.s3.us-east-1.amazonaws.com" }] },
    ],
    ["vpcOriginConfig", { origins: [{ originId: "api", domainName: "a", vpcOriginConfig: {} }] }],
    [
      "cloudfront-viewer-country",
      withDefault({ originRequestPolicyId: "countries" }),
      resource("aws:cloudfront/originRequestPolicy:OriginRequestPolicy", "countries", {
        headersConfig: {
          headerBehavior: "whitelist",
          headers: { items: ["CloudFront-Viewer-Country"] },
        },
        cookiesConfig: { cookieBehavior: "none" },
        queryStringsConfig: { queryStringBehavior: "none" },
      }),
    ],
  ];
  for (const [setting, more, ...others] of refused) {
    it(`refuses a distribution, and names: ${setting}`, () => {
      assert.throws(() => read(more, ...others), {
        name: "DistributionError",
        message: new RegExp(
          `The distribution "shop" has parts that can't be served.*${setting}`,
          "s",
        ),
      });
    });
  }

  it("names all parts at once, and lets the caller go on without it", () => {
    const messages: string[] = [];
    const resources = [distribution({ staging: true, ...withDefault({ smoothStreaming: true }) })];

    const models = readDistributions([{ region: "us-east-1", resources }], (error) =>
      messages.push(error.message),
    );

    assert.deepEqual(models, []);
    assert.match(messages.join(), /staging.*the default behavior: smoothStreaming/s);
  });

  it("ignores a distribution that is not enabled", () => {
    assert.deepEqual(read({ enabled: false, staging: true }), []);
  });
});
