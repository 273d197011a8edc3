import assert from "node:assert/strict";
import type { Properties } from "../../graph/resource.ts";
import { provide } from "../testing/provided.ts";
import { StubAws } from "../testing/stubs.ts";

const account = "111122223333";
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const shortId = /^E[0-9A-F]{13}$/;
const primaryKey = `arn:aws:kms:us-east-1:${account}:key/mrk-${"0".repeat(32)}`;
const latency = { setIdentifier: "us-east-1", latencyRoutingPolicies: [{ region: "us-east-1" }] };

const make = (type: string, inputs: Properties, region = "us-east-1", stack = "dev") =>
  provide(new StubAws(region).context(stack), type, "it", inputs);

/** A type, its inputs, the form of its id, and some of its outputs. */
const rows: readonly (readonly [string, Properties, RegExp, Properties])[] = [
  [
    "aws:route53/record:Record",
    { zoneId: "Z0", name: "API.example.com.", type: "A", ...latency },
    /^Z0_api\.example\.com_A_us-east-1$/,
    { fqdn: "API.example.com." },
  ],
  [
    "aws:route53/record:Record",
    { zoneId: "Z0", name: "api.example.com", type: "AAAA" },
    /^Z0_api\.example\.com_AAAA$/,
    {},
  ],
  ["aws:route53/healthCheck:HealthCheck", { type: "HTTPS" }, uuid, {}],
  ["aws:route53/zone:Zone", { name: "example.com" }, /^Z[0-9A-F]{20}$/, {}],
  [
    "aws:acm/certificateValidation:CertificateValidation",
    { certificateArn: "arn:aws:acm:us-east-1:1:certificate/0" },
    /^arn:aws:acm:us-east-1:1:certificate\/0$/,
    {},
  ],
  [
    "aws:cloudfront/distribution:Distribution",
    {},
    shortId,
    { hostedZoneId: "Z2FDTNDATAQYW2", status: "Deployed" },
  ],
  ["aws:cloudfront/cachePolicy:CachePolicy", { name: "site" }, uuid, { name: "site" }],
  ["aws:cloudfront/originAccessControl:OriginAccessControl", { name: "site" }, shortId, {}],
  [
    "aws:cloudfront/function:Function",
    { name: "site", code: "x" },
    /^site$/,
    { arn: `arn:aws:cloudfront::${account}:function/site` },
  ],
  ["aws:kms/key:Key", {}, uuid, {}],
  ["aws:kms/key:Key", { multiRegion: true }, /^mrk-[0-9a-f]{32}$/, {}],
  [
    "aws:kms/replicaKey:ReplicaKey",
    { primaryKeyArn: primaryKey, region: "eu-west-1" },
    /^mrk-0{32}$/,
    { arn: primaryKey.replace("us-east-1", "eu-west-1"), keyId: `mrk-${"0".repeat(32)}` },
  ],
  [
    "aws:kms/alias:Alias",
    { name: "alias/users", targetKeyId: "0-0" },
    /^alias\/users$/,
    {
      arn: `arn:aws:kms:us-east-1:${account}:alias/users`,
      targetKeyArn: `arn:aws:kms:us-east-1:${account}:key/0-0`,
    },
  ],
  [
    "aws:cloudwatch/logDeliverySource:LogDeliverySource",
    { name: "edge", resourceArn: `arn:aws:cloudfront::${account}:distribution/E0` },
    /^edge$/,
    { arn: `arn:aws:logs:us-east-1:${account}:delivery-source:edge`, service: "cloudfront" },
  ],
  [
    "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination",
    {
      name: "edge",
      deliveryDestinationConfiguration: { destinationResourceArn: "arn:aws:logs:us-east-1:1:x" },
    },
    /^edge$/,
    { deliveryDestinationType: "CWL" },
  ],
  ["aws:cloudwatch/logDelivery:LogDelivery", {}, /^[0-9a-f]{16}$/, {}],
];

describe("names, certificates, keys and CloudFront", () => {
  for (const [type, inputs, id, outputs] of rows) {
    it(`${type} ${JSON.stringify(inputs)} has its id and outputs`, async () => {
      const resource = await make(type, inputs);

      assert.match(resource.id, id);
      for (const [output, value] of Object.entries(outputs)) {
        assert.deepEqual(resource.outputs[output], value, output);
      }
    });
  }

  it("a name has the same validation record in every region and stack of an account", async () => {
    const optionsIn = async (region: string) => {
      const certificate = await make(
        "aws:acm/certificate:Certificate",
        {
          domainName: "api.example.com",
          subjectAlternativeNames: [`${region}.api.example.com`, "*.example.com"],
          validationMethod: "DNS",
        },
        region,
        `dev-${region}`,
      );
      assert.match(String(certificate.outputs["arn"]), new RegExp(`:acm:${region}:`));
      return certificate.outputs["domainValidationOptions"] as Record<string, string>[];
    };

    const [here, there] = [await optionsIn("us-east-1"), await optionsIn("eu-west-1")];

    assert.deepEqual(here[0], there[0]);
    assert.notEqual(here[1]!["resourceRecordName"], there[1]!["resourceRecordName"]);
    assert.match(here[0]!["resourceRecordName"]!, /^_[0-9a-f]{32}\.api\.example\.com\.$/);
    assert.match(
      here[0]!["resourceRecordValue"]!,
      /^_[0-9a-f]+\.[0-9a-f]+\.acm-validations\.aws\.$/,
    );
    assert.match(here[2]!["resourceRecordName"]!, /^_[0-9a-f]{32}\.example\.com\.$/);
  });

  it("a record with a routing policy needs an identifier", async () => {
    const { latencyRoutingPolicies } = latency;
    const inputs = { zoneId: "Z0", name: "api.example.com", type: "A" };
    const record = await make("aws:route53/record:Record", inputs);

    const wrong = { ...inputs, latencyRoutingPolicies };
    const refusal = { name: "InputError", message: /^setIdentifier is missing/ };
    await assert.rejects(make("aws:route53/record:Record", wrong), refusal);
    await assert.rejects(record.update(wrong), refusal);
  });

  it("an update changes the version of a distribution, and the live version of a function", async () => {
    for (const [type, output] of [
      ["aws:cloudfront/distribution:Distribution", "etag"],
      ["aws:cloudfront/cachePolicy:CachePolicy", "etag"],
      ["aws:cloudfront/function:Function", "liveStageEtag"],
    ] as const) {
      const one = await make(type, { name: "it", code: "1" });
      const two = await make(type, { name: "it", code: "2" });

      assert.notEqual(one.outputs[output], two.outputs[output]);
    }
  });

  it("all names of API Gateway in a region are in the same zone", async () => {
    const zoneOf = async (name: string, region: string) =>
      (
        await make(
          "aws:apigateway/domainName:DomainName",
          { domainName: name, endpointConfiguration: { types: "REGIONAL" } },
          region,
          name,
        )
      ).outputs["regionalZoneId"];

    assert.equal(await zoneOf("a.example", "us-east-1"), await zoneOf("b.example", "us-east-1"));
    assert.notEqual(await zoneOf("a.example", "us-east-1"), await zoneOf("a.example", "eu-west-1"));
  });
});
