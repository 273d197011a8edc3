import assert from "node:assert/strict";
import { defineApi, lambdaProxy } from "../api/index.ts";
import { refuses } from "../shared/testing/refuses.ts";
import { Distribution, type EdgeDefinition } from "./index.ts";
import {
  apiBehavior,
  args,
  arn,
  distribution,
  originConfig,
  record,
} from "./testing/recordDistribution.ts";
import { removeSiteFolders, siteFolder } from "./testing/siteFolder.ts";

after(removeSiteFolders);

describe("Distribution", () => {
  it("leads all paths to the API, uncached", async () => {
    const recorded = await record();

    assert.deepEqual(recorded.counts, {
      Distribution: 1,
      Certificate: 1,
      CertificateValidation: 1,
      Record: 3,
      ResponseHeadersPolicy: 1,
      WebAcl: 1,
      WebAclLoggingConfiguration: 1,
      LogGroup: 2,
      LogDeliverySource: 1,
      LogDeliveryDestination: 1,
      LogDelivery: 1,
    });
    assert.deepEqual(recorded.inputs("Distribution", "dev-edge"), {
      comment: "Palisade: www.example.com",
      enabled: true,
      aliases: ["www.example.com"],
      httpVersion: "http2and3",
      isIpv6Enabled: true,
      priceClass: "PriceClass_All",
      webAclId: arn("wafv2/webAcl:WebAcl", "dev-edge-firewall"),
      viewerCertificate: {
        acmCertificateArn: "arn:certificate",
        sslSupportMethod: "sni-only",
        minimumProtocolVersion: "TLSv1.2_2021",
      },
      restrictions: { geoRestriction: { restrictionType: "none" } },
      origins: [{ ...originConfig, originId: "api", domainName: "api.example.com" }],
      defaultCacheBehavior: apiBehavior,
      orderedCacheBehaviors: [],
      customErrorResponses: [400, 403, 404, 405, 414, 500, 501, 502, 503, 504].map((errorCode) => ({
        errorCode,
        errorCachingMinTtl: 0,
      })),
    });
  });

  it("has a certificate in us-east-1 and records for each name", async () => {
    const recorded = await record({}, { aliases: ["shop.example.com"] });

    assert.deepEqual(recorded.inputs("Certificate", "dev-edge"), {
      region: "us-east-1",
      domainName: "www.example.com",
      subjectAlternativeNames: ["shop.example.com"],
      validationMethod: "DNS",
    });
    assert.equal(recorded.inputs("CertificateValidation", "dev-edge")["region"], "us-east-1");
    for (const host of ["www.example.com", "shop.example.com"]) {
      assert.equal(recorded.inputs("Record", `dev-edge-${host}-validation`)["name"], `_x.${host}`);
      for (const type of ["A", "AAAA"]) {
        assert.deepEqual(recorded.inputs("Record", `dev-edge-${host}-${type}`), {
          zoneId: "Z0123456789ABCDEFGHIJ",
          name: host,
          type,
          aliases: [
            { name: "d1.cloudfront.net", zoneId: "Z2FDTNDATAQYW2", evaluateTargetHealth: false },
          ],
        });
      }
    }
  });

  it("has the firewall of the API, for CloudFront", async () => {
    const webAcl = (await record()).inputs("WebAcl", "dev-edge-firewall");

    assert.equal(webAcl["scope"], "CLOUDFRONT");
    assert.equal(webAcl["region"], "us-east-1");
    const rules = (webAcl["rules"] as { name: string }[]).map(({ name }) => name);
    assert.deepEqual(rules, ["rate", "bodySize", "ipReputation", "knownBadInputs", "common"]);
    assert.deepEqual(webAcl["associationConfig"], {
      requestBodies: [{ cloudfront: { defaultSizeInspectionLimit: "KB_64" } }],
    });
  });

  it("has no firewall if the API or the edge has none", async () => {
    const open = defineApi({ routes: { "GET /a": lambdaProxy("a") }, firewall: false });

    assert.equal((await record({ firewall: false })).counts["WebAcl"], undefined);
    assert.equal((await record({}, { api: open })).counts["WebAcl"], undefined);
    assert.equal((await record({ firewall: {} }, { api: open })).counts["WebAcl"], 1);
  });

  it("logs requests from us-east-1, without queries and cookies", async () => {
    const recorded = await record({ logRetentionDays: 7 });

    assert.deepEqual(recorded.inputs("LogGroup", "dev-edge-access"), {
      region: "us-east-1",
      name: "/aws/vendedlogs/cloudfront/dev-edge-id",
      retentionInDays: 7,
    });
    assert.deepEqual(recorded.inputs("LogDeliverySource", "dev-edge"), {
      region: "us-east-1",
      logType: "ACCESS_LOGS",
      resourceArn: arn("cloudfront/distribution:Distribution", "dev-edge"),
    });
    assert.deepEqual(recorded.inputs("LogDeliveryDestination", "dev-edge"), {
      region: "us-east-1",
      outputFormat: "json",
      deliveryDestinationConfiguration: {
        destinationResourceArn: arn("cloudwatch/logGroup:LogGroup", "dev-edge-access"),
      },
    });
    const { recordFields, ...delivery } = recorded.inputs("LogDelivery", "dev-edge");
    assert.deepEqual(delivery, {
      region: "us-east-1",
      deliverySourceName: "dev-edge-name",
      deliveryDestinationArn: arn(
        "cloudwatch/logDeliveryDestination:LogDeliveryDestination",
        "dev-edge",
      ),
    });
    assert.ok((recordFields as string[]).includes("cs-uri-stem"));
    assert.doesNotMatch((recordFields as string[]).join(), /query|Cookie/i);
  });

  it("waits longer for an API that streams", async () => {
    const streaming = defineApi({ routes: { "GET /a": lambdaProxy("a", { streaming: true }) } });
    const { origins } = await distribution({}, { api: streaming });

    const [origin] = origins as { customOriginConfig: { originReadTimeout: number } }[];
    assert.equal(origin!.customOriginConfig.originReadTimeout, 120);
  });

  const site = () => siteFolder({ "index.html": "", "errors/busy.html": "" });
  const refused: Record<string, [edge: EdgeDefinition, more: object, message: RegExp]> = {
    "an origin that is the public name": [
      {},
      { originDomain: "www.example.com" },
      /originDomain is "www\.example\.com"; allowed: a name other than the public ones\. CloudFront would call itself/,
    ],
    "the name of a region": [
      {},
      { aliases: ["eu-west-1.api.example.com"] },
      /aliases is "eu-west-1\.api\.example\.com"; allowed: names that do not belong to a region/,
    ],
    "a public name twice": [
      {},
      { aliases: ["www.example.com"] },
      /aliases is .*; allowed: names other than domainName/,
    ],
    "one region": [
      {},
      { originRegions: ["us-east-1"] },
      /originRegions is \["us-east-1"\]; allowed: no region, or two different ones/,
    ],
    "the same region twice": [
      {},
      { originRegions: ["us-east-1", "us-east-1"] },
      /originRegions is .*; allowed: no region, or two different ones/,
    ],
    "an error page without a site": [
      { errorPages: { 503: "/busy.html" } },
      {},
      /edge\.errorPages\.503 is "\/busy\.html"; allowed: nothing without edge\.site/,
    ],
  };
  for (const [what, [edge, more, message]] of Object.entries(refused)) {
    it(`refuses ${what}`, () => {
      refuses(() => new Distribution("dev-edge", { ...args, edge, ...more }), {
        name: "ComponentArgumentError",
        message,
      });
    });
  }

  it("refuses an error page that is not a file of the site", () => {
    const edge = { site: { directory: site() }, errorPages: { 502: "/busy.html" } };
    refuses(() => new Distribution("dev-edge", { ...args, edge }), {
      message: /edge\.errorPages\.502 is "\/busy\.html"; allowed: a file of edge\.site/,
    });
  });

  it("has pages for failures, and leaves other responses of the API as they are", async () => {
    const { customErrorResponses } = await distribution({
      site: { directory: site() },
      errorPages: { 503: "/errors/busy.html" },
    });

    assert.deepEqual(
      (customErrorResponses as { responsePagePath?: string }[]).filter(
        (each) => each.responsePagePath,
      ),
      [
        {
          errorCode: 503,
          errorCachingMinTtl: 0,
          responsePagePath: "/errors/busy.html",
          responseCode: 503,
        },
      ],
    );
  });
});
