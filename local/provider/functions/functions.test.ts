import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { secretSignature, signatureKey } from "../../../project/signatures.ts";
import { awsFunctions, callFunction } from "./index.ts";

const place = { accountId: "111122223333", region: "eu-west-1" };
const call = (name: string, inputs: Record<string, unknown> = {}) => {
  const [module, fn] = name.split(".") as [string, string];
  return callFunction(`aws:${module}/${fn}:${fn}`, inputs, place);
};

describe("functions of the aws package", () => {
  it("exist in the package", () => {
    for (const token of Object.keys(awsFunctions)) {
      const path = token.split(":")[1]!.replace("index/", "");
      assert.ok(existsSync(`node_modules/@pulumi/aws/${path}.js`), token);
    }
  });

  it("know account, region and partition", () => {
    assert.equal(call("index.getCallerIdentity")["arn"], "arn:aws:iam::111122223333:root");
    assert.equal(call("index.getRegion")["region"], "eu-west-1");
    assert.equal(call("index.getRegion", { region: "us-east-2" })["name"], "us-east-2");
    assert.equal(call("index.getPartition")["dnsSuffix"], "amazonaws.com");
  });

  it("name three zones of the region", () => {
    const { names, zoneIds } = call("index.getAvailabilityZones", { excludeNames: ["eu-west-1b"] });

    assert.deepEqual(names, ["eu-west-1a", "eu-west-1c"]);
    assert.deepEqual(zoneIds, ["eu-west-1-az1", "eu-west-1-az3"]);
  });

  it("read an ARN", () => {
    const { service, resource } = call("index.getArn", { arn: "arn:aws:sqs:eu-west-1:1:a:b" });

    assert.deepEqual([service, resource], ["sqs", "a:b"]);
  });

  // Source: aws.ecr.getAuthorizationToken, whose token is a secret.
  it("sign in to a registry with a secret", () => {
    for (const name of ["ecr.getAuthorizationToken", "ecr.getCredentials"]) {
      const { userName, password, proxyEndpoint } = call(name, { registryId: "1" });

      assert.equal(userName, "AWS");
      assert.equal(proxyEndpoint, "https://1.dkr.ecr.eu-west-1.amazonaws.com");
      assert.equal((password as Record<string, unknown>)[signatureKey], secretSignature);
    }
  });

  it("have a prefix list for each service and region", () => {
    const idOf = (service: string, region: string) =>
      call("ec2.getPrefixList", { name: `com.amazonaws.${region}.${service}`, region })["id"];

    assert.match(String(idOf("s3", "us-east-1")), /^pl-[0-9a-f]{8}$/);
    assert.equal(idOf("s3", "us-east-1"), idOf("s3", "us-east-1"));
    assert.notEqual(idOf("s3", "us-east-1"), idOf("s3", "eu-west-1"));
    assert.notEqual(idOf("s3", "us-east-1"), idOf("dynamodb", "us-east-1"));
  });

  // Source: terraform-provider-aws, internal/service/iam/policy_document_data_source.go.
  it("write policies", () => {
    const base = call("iam.getPolicyDocument", {
      statements: [{ sid: "Kept" }, { sid: "Replaced" }].map((each) => ({
        ...each,
        actions: ["s3:GetObject"],
        resources: ["*"],
      })),
    });
    const { json, minifiedJson } = call("iam.getPolicyDocument", {
      sourcePolicyDocuments: [base["json"]],
      statements: [
        {
          sid: "Replaced",
          effect: "Deny",
          actions: ["sts:AssumeRole", "sts:TagSession"],
          principals: [
            { type: "Service", identifiers: ["ec2.amazonaws.com"] },
            { type: "AWS", identifiers: ["1", "2"] },
          ],
          conditions: [{ test: "StringEquals", variable: "aws:SourceAccount", values: ["1"] }],
        },
        { actions: ["sns:Publish"], principals: [{ type: "*", identifiers: ["*"] }] },
      ],
    });

    assert.deepEqual(JSON.parse(String(json)), JSON.parse(String(minifiedJson)));
    assert.deepEqual(JSON.parse(String(json)), {
      Version: "2012-10-17",
      Statement: [
        { Sid: "Kept", Effect: "Allow", Action: "s3:GetObject", Resource: "*" },
        {
          Sid: "Replaced",
          Effect: "Deny",
          Action: ["sts:AssumeRole", "sts:TagSession"],
          Principal: { Service: "ec2.amazonaws.com", AWS: ["1", "2"] },
          Condition: { StringEquals: { "aws:SourceAccount": "1" } },
        },
        { Effect: "Allow", Action: "sns:Publish", Principal: "*" },
      ],
    });
  });

  // Those that programs in pulumi/examples call most, and that look something up.
  for (const name of [
    ...["ec2.getAmi", "ec2.getVpc", "ec2.getSubnets", "route53.getZone", "acm.getCertificate"],
    ...["ssm.getParameter", "secretsmanager.getSecretVersion", "lambda.getFunction"],
    ...["eks.getCluster", "eks.getClusterAuth", "iam.getPolicy", "elb.getServiceAccount"],
  ]) {
    it(`refuses ${name}, and says what to do`, () => {
      assert.throws(() => call(name), {
        name: "UnknownFunctionError",
        message: /does not answer ".*\/get.*a config value in the local stack's file/,
      });
    });
  }

  it("says where the secret of an identity provider can be", () => {
    assert.throws(() => call("secretsmanager.getSecretVersion", { secretId: "local/acme" }), {
      message: /The secret is "local\/acme"\. .*palisade:identitySecrets: \{ local\/acme: … \}/,
    });
  });
});
