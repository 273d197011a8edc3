import assert from "node:assert/strict";
import { readPolicyDocument } from "../../model/policyDocument.ts";
import { isEveryResource, isEverySecret, picksResources } from "./resources.ts";

describe("isEveryResource", () => {
  const every = [
    "*",
    "**",
    "arn:*",
    "arn:aws:*",
    "arn:aws:*:*:*:*",
    "arn:aws:s3:::*",
    "arn:aws:s3:::*/*",
    "arn:aws:logs:*:*:*",
    "arn:aws:dynamodb:*:*:*",
    "arn:aws:dynamodb:*:*:table/*",
    "arn:aws:dynamodb:us-east-1:*:table/*",
    "arn:aws:secretsmanager:*:*:secret:*",
    "arn:aws:iam::*:role/*",
    "arn:aws:ec2:*:*:*/*",
    "*:*",
    "arn:aws:s3:::a*",
    "arn:aws:dynamodb:*:1*:table/*",
    "arn:aws:dynamodb:*:*:table/*a*",
  ];
  for (const arn of every) {
    it(`is true for ${arn}`, () => assert.ok(isEveryResource(arn)));
  }
  const some = [
    "arn:aws:s3:::orders",
    "arn:aws:s3:::orders/*",
    "arn:aws:s3:::orders-*",
    "arn:aws:dynamodb:us-east-1:123456789012:table/*",
    "arn:aws:dynamodb:*:*:table/orders*",
    "arn:aws:logs:*:*:log-group:/aws/lambda/*",
    "arn:aws:ec2:*:*:subnet/*",
    "arn:aws:ec2:us-east-1::image/*",
    "arn:aws:iam::aws:policy/*",
    "arn:aws:apigateway:us-east-1::/restapis/*",
    "(not known yet)",
    "",
  ].filter((arn) => arn !== "");
  for (const arn of some) {
    it(`is false for ${arn}`, () => assert.ok(!isEveryResource(arn)));
  }
});

describe("picksResources", () => {
  const picks = (Condition: object) =>
    picksResources(readPolicyDocument({ Statement: [{ Effect: "Allow", Condition }] })![0]!);

  for (const condition of [
    { StringEquals: { "aws:ResourceTag/team": "orders" } },
    { StringEquals: { "ec2:ResourceTag/team": "orders" } },
    { StringLike: { "aws:RequestTag/team": ["orders*"] } },
    { ArnEquals: { "ecs:cluster": "arn:aws:ecs:us-east-1:123456789012:cluster/a" } },
    { Null: { "aws:ResourceTag/team": "false" } },
    { StringEquals: { "aws:ResourceTag/team": "a" } },
    { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
    { StringLike: { "kms:ViaService": "s3.*.amazonaws.com" } },
    { Bool: { "kms:GrantIsForAWSResource": "true" } },
    { "ForAllValues:StringEquals": {}, StringEquals: { "dynamodb:LeadingKeys": "${aws:userid}" } },
    { Bool: { "aws:SecureTransport": "true" }, StringEquals: { "cloudwatch:namespace": "Orders" } },
  ]) {
    it(`is true for ${JSON.stringify(condition)}`, () => assert.ok(picks(condition)));
  }
  for (const condition of [
    {},
    { Bool: { "aws:SecureTransport": "true" } },
    { StringEquals: { "aws:PrincipalOrgID": "o-1" } },
    { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
    { StringLike: { "aws:ResourceTag/team": "*" } },
    { StringLike: { "aws:ResourceTag/team": ["orders", "?*a*"] } },
    { StringLike: { "kms:ViaService": "*.amazonaws.com" } },
    { ArnLike: { "ecs:cluster": "arn:aws:ecs:*:*:cluster/*" } },
    { StringEquals: { "dynamodb:Select": "COUNT" } },
    { NumericLessThan: { "s3:max-keys": "10" } },
    { StringNotEquals: { "aws:ResourceTag/team": "orders" } },
    { Null: { "aws:ResourceTag/team": "true" } },
    { StringEqualsIfExists: { "aws:ResourceTag/team": "orders" } },
  ]) {
    it(`is false for ${JSON.stringify(condition)}`, () => assert.ok(!picks(condition)));
  }
});

describe("isEverySecret", () => {
  for (const [arn, expected] of [
    ["arn:aws:secretsmanager:us-east-1:123456789012:secret:*", true],
    ["arn:aws:secretsmanager:*:123456789012:*", true],
    ["arn:aws:secrets*:us-east-1:123456789012:sec*:*", true],
    ["arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/*", false],
    ["arn:aws:secretsmanager:us-east-1:123456789012:secret:orders-AbCdEf", false],
    ["arn:aws:ssm:us-east-1:123456789012:*", false],
    ["*", false],
  ] as const) {
    it(`is ${expected} for ${arn}`, () => assert.equal(isEverySecret(arn), expected));
  }
});
