import assert from "node:assert/strict";
import type { Properties } from "../../graph/resource.ts";
import { provide } from "../testing/provided.ts";
import { accountId, StubAws } from "../testing/stubs.ts";

const arn = (resource: string) => `arn:aws:apigateway:us-east-1::${resource}`;
const acl = "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/api/0123";
const stage = arn("/restapis/abc/stages/live");

/** A type, its inputs, and the forms of its id and of each output that it adds. */
const records: readonly (readonly [string, Properties, RegExp, Record<string, RegExp>])[] = [
  [
    "aws:apigateway/apiKey:ApiKey",
    {},
    /^[0-9a-f]{10}$/,
    {
      name: /^it-[0-9a-f]{7}$/,
      arn: /^arn:aws:apigateway:us-east-1::\/apikeys\/[0-9a-f]{10}$/,
      value: /^[0-9a-f]{40}$/,
      createdDate: /^\d{4}-.+Z$/,
      lastUpdatedDate: /^\d{4}-.+Z$/,
    },
  ],
  [
    "aws:apigateway/basePathMapping:BasePathMapping",
    { domainName: "api.example.com", restApi: "abc", basePath: "v1" },
    /^api\.example\.com\/v1$/,
    {},
  ],
  [
    "aws:apigateway/basePathMapping:BasePathMapping",
    { domainName: "api.example.com", restApi: "abc" },
    /^api\.example\.com\/$/,
    {},
  ],
  [
    "aws:apigateway/clientCertificate:ClientCertificate",
    {},
    /^[0-9a-f]{6}$/,
    {
      arn: /^arn:aws:apigateway:us-east-1::\/clientcertificates\/[0-9a-f]{6}$/,
      pemEncodedCertificate: /^-----BEGIN CERTIFICATE-----\n/,
      createdDate: /^\d{4}-.+Z$/,
      expirationDate: /^\d{4}-.+Z$/,
    },
  ],
  [
    "aws:apigateway/domainName:DomainName",
    { domainName: "api.example.com", endpointConfiguration: { types: "REGIONAL" } },
    /^api\.example\.com$/,
    {
      arn: /^arn:aws:apigateway:us-east-1::\/domainnames\/api\.example\.com$/,
      regionalDomainName: /^d-[0-9a-f]{10}\.execute-api\.us-east-1\.amazonaws\.com$/,
      regionalZoneId: /^Z[0-9A-F]{13}$/,
    },
  ],
  [
    "aws:apigateway/domainName:DomainName",
    { domainName: "api.example.com" },
    /^api\.example\.com$/,
    {
      arn: /\/domainnames\/api\.example\.com$/,
      cloudfrontDomainName: /^d[0-9a-f]{13}\.cloudfront\.net$/,
      cloudfrontZoneId: /^Z2FDTNDATAQYW2$/,
    },
  ],
  [
    "aws:apigateway/usagePlan:UsagePlan",
    { name: "partners" },
    /^[0-9a-f]{6}$/,
    { name: /^partners$/, arn: /^arn:aws:apigateway:us-east-1::\/usageplans\/[0-9a-f]{6}$/ },
  ],
  [
    "aws:apigateway/usagePlanKey:UsagePlanKey",
    { keyId: "k", keyType: "API_KEY", usagePlanId: "p" },
    /^k$/,
    {},
  ],
  [
    "aws:apigatewayv2/vpcLink:VpcLink",
    { name: "orders", subnetIds: [], securityGroupIds: [] },
    /^[0-9a-f]{10}$/,
    { name: /^orders$/, arn: /^arn:aws:apigateway:us-east-1::\/vpclinks\/[0-9a-f]{10}$/ },
  ],
  ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", { bucket: "b" }, /^b$/, {}],
  [
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    { bucket: "b", rules: [] },
    /^b$/,
    {},
  ],
  [
    "aws:wafv2/webAcl:WebAcl",
    { name: "api", scope: "REGIONAL" },
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    {
      name: /^api$/,
      arn: /^arn:aws:wafv2:us-east-1:111122223333:regional\/webacl\/api\/[0-9a-f-]{36}$/,
    },
  ],
  [
    "aws:wafv2/webAclAssociation:WebAclAssociation",
    { webAclArn: acl, resourceArn: stage },
    new RegExp(`^${acl},${stage}$`),
    {},
  ],
  [
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
    {
      resourceArn: acl,
      logDestinationConfigs: ["arn:aws:logs:us-east-1:1:log-group:aws-waf-logs"],
    },
    new RegExp(`^${acl}$`),
    {},
  ],
];

describe("resources without a data plane", () => {
  for (const [type, inputs, id, outputs] of records) {
    it(`${type} ${JSON.stringify(inputs)} has its id and outputs, and can be deleted`, async () => {
      const aws = new StubAws();

      const resource = await provide(aws.context(), type, "it", inputs);
      await resource.delete();

      assert.match(resource.id, id);
      const added = Object.keys(resource.outputs).filter((key) => inputs[key] === undefined);
      const expected = Object.keys(outputs).filter((key) => inputs[key] === undefined);
      assert.deepEqual(added.sort(), expected.sort());
      for (const [output, form] of Object.entries(outputs)) {
        assert.match(String(resource.outputs[output]), form);
      }
      assert.deepEqual(aws.sent, []);
    });
  }

  it("an API key has the program's value, or a generated one that does not depend on its id", async () => {
    const type = "aws:apigateway/apiKey:ApiKey";
    const context = new StubAws().context();

    const given = await provide(context, type, "given", { value: "0123456789abcdefghij" });
    const open = await provide(context, type, "open", { value: "" });

    assert.equal(given.outputs["value"], "0123456789abcdefghij");
    assert.match(String(open.outputs["value"]), /^[0-9a-f]{40}$/);
    assert.ok(!String(open.outputs["value"]).startsWith(open.id));
  });

  it("a web ACL of CloudFront is in us-east-1", async () => {
    const context = new StubAws("eu-west-1").context();
    const inputs = { name: "edge", scope: "CLOUDFRONT" };

    const { outputs, id } = await provide(context, "aws:wafv2/webAcl:WebAcl", "edge", inputs);

    assert.equal(outputs["arn"], `arn:aws:wafv2:us-east-1:${accountId}:global/webacl/edge/${id}`);
  });
});
