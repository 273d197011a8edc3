import assert from "node:assert/strict";
import { forbidOpenTrust } from "../guarded-data/forbidOpenTrust.ts";
import { forbidInternetFacingLoadBalancers } from "../private-servers/forbidInternetFacingLoadBalancers.ts";
import { forbidInternetIngress } from "../private-servers/forbidInternetIngress.ts";
import { forbidOpenFunctionUrls } from "../private-servers/forbidOpenFunctionUrls.ts";
import { forbidPublicClusters } from "../private-servers/forbidPublicClusters.ts";
import { forbidPublicDatabases } from "../private-servers/forbidPublicDatabases.ts";
import { forbidPublicPolicies } from "../private-servers/forbidPublicPolicies.ts";
import type { ResourceRule } from "../rule.ts";
import { judgeAs } from "../testing/judge.ts";
import { unknown } from "../testing/ruleTable.ts";
import { nativeTypesOf } from "./awsNative.ts";

const open = (cidrIp: unknown) => ({
  securityGroupIngress: [{ ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIp }],
});
const trusting = (Principal: unknown) => ({
  assumeRolePolicyDocument: {
    Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }],
  },
});
const allowing = (Principal: unknown) => ({
  policyDocument: {
    Statement: [{ Effect: "Allow", Principal, Action: "s3:GetObject", Resource: "*" }],
  },
});
const account = { AWS: "arn:aws:iam::123456789012:root" };
const api = (endpointPublicAccess: boolean) => ({
  resourcesVpcConfig: { subnetIds: [], endpointPublicAccess },
});

// Source: the same resources in the CloudFormation Template Reference.
const cases: readonly (readonly [string, ResourceRule, harmless: object, exposing: object])[] = [
  ["ec2:SecurityGroup", forbidInternetIngress, open("10.0.0.0/8"), open("0.0.0.0/0")],
  [
    "ec2:SecurityGroupIngress",
    forbidInternetIngress,
    { groupId: "sg-1", ipProtocol: "-1", cidrIp: "10.0.0.0/8" },
    { groupId: "sg-1", ipProtocol: "-1", cidrIp: "0.0.0.0/0" },
  ],
  ["eks:Cluster", forbidPublicClusters, api(false), api(true)],
  [
    "elasticloadbalancingv2:LoadBalancer",
    forbidInternetFacingLoadBalancers,
    { scheme: "internal" },
    { scheme: "internet-facing" },
  ],
  ["iam:Role", forbidOpenTrust, trusting(account), trusting("*")],
  [
    "lambda:Url",
    forbidOpenFunctionUrls,
    { authType: "AWS_IAM", targetFunctionArn: "f" },
    { authType: "NONE", targetFunctionArn: "f" },
  ],
  [
    "rds:DbInstance",
    forbidPublicDatabases,
    { publiclyAccessible: false },
    { publiclyAccessible: true },
  ],
  ["s3:BucketPolicy", forbidPublicPolicies, allowing(account), allowing("*")],
];

describe("a resource of aws-native", () => {
  for (const [name, rule, harmless, exposing] of cases) {
    const type = `aws-native:${name}`;

    it(`is checked by ${rule.name}: ${name}`, () => {
      assert.deepEqual(judgeAs(rule, { type, props: harmless }).violations, []);

      const { violations } = judgeAs(rule, { type, props: exposing });

      assert.equal(violations.length, 1, name);
      assert.ok(rule.types.some((twin) => nativeTypesOf(twin).includes(type)));
    });
  }

  it("is noted while its settings are unknown", () => {
    const type = "aws-native:elasticloadbalancingv2:LoadBalancer";

    const { violations, undecided } = judgeAs(forbidInternetFacingLoadBalancers, {
      type,
      props: { scheme: unknown },
    });

    assert.deepEqual(violations, []);
    assert.ok(undecided);
  });
});
