import assert from "node:assert/strict";
import type { Resource } from "../graph/resource.ts";
import { serviceMayAssume } from "./trust.ts";

const roleArn = "arn:aws:iam::123456789012:role/r";
const service = "scheduler.amazonaws.com";
const source = {
  accountId: "123456789012",
  arn: "arn:aws:scheduler:us-east-1:123456789012:schedule-group/jobs",
};

const trusting = (...statements: object[]): Resource[] => [
  {
    type: "aws:iam/role:Role",
    name: "r",
    id: "r",
    inputs: { assumeRolePolicy: JSON.stringify({ Statement: statements }) },
    outputs: { arn: roleArn },
  },
];
const statement = (Condition?: object, Effect = "Allow") => ({
  Effect,
  Action: "sts:AssumeRole",
  Principal: { Service: service },
  ...(Condition && { Condition }),
});

describe("serviceMayAssume", () => {
  for (const [title, conditions, expected] of [
    ["no condition", undefined, true],
    ["its account", { StringEquals: { "aws:SourceAccount": "123456789012" } }, true],
    ["another account", { StringEquals: { "aws:SourceAccount": "1" } }, false],
    [
      "one of several accounts",
      { StringEquals: { "AWS:sourceaccount": ["1", "123456789012"] } },
      true,
    ],
    ["its ARN", { ArnEquals: { "aws:SourceArn": source.arn } }, true],
    [
      "a pattern of ARNs",
      { ArnLike: { "aws:SourceArn": "arn:aws:scheduler:*:*:schedule-group/*" } },
      true,
    ],
    [
      "an ARN with too few parts",
      { ArnLike: { "aws:SourceArn": "arn:aws:scheduler:*:jobs" } },
      false,
    ],
    ["another ARN", { ArnLike: { "aws:SourceArn": `${source.arn}2` } }, false],
    [
      "an account and another ARN",
      { StringEquals: { "aws:SourceAccount": "123456789012", "aws:SourceArn": "x" } },
      false,
    ],
    ["a key that is not known here", { StringEquals: { "aws:SourceOrgID": "o-1" } }, false],
    [
      "an operator that is not known here",
      { StringNotEquals: { "aws:SourceAccount": "1" } },
      false,
    ],
  ] as const) {
    it(`is ${expected} for ${title}`, () => {
      const resources = trusting(statement(conditions));

      assert.equal(serviceMayAssume(resources, roleArn, service, source), expected);
    });
  }

  it("is false with a denial that holds, or that can't be evaluated", () => {
    const denials = [
      [{ StringEquals: { "aws:SourceAccount": "123456789012" } }, false],
      [{ StringEquals: { "aws:SourceOrgID": "o-1" } }, false],
      [{ StringEquals: { "aws:SourceAccount": "1" } }, true],
    ] as const;
    for (const [condition, expected] of denials) {
      const resources = trusting(statement(), statement(condition, "Deny"));
      assert.equal(serviceMayAssume(resources, roleArn, service, source), expected);
    }
  });

  it("is false for another service, another role, and a condition without a source", () => {
    const resources = trusting(statement({ StringLike: { "aws:SourceArn": "*" } }));

    assert.equal(serviceMayAssume(resources, roleArn, service, source), true);
    assert.equal(serviceMayAssume(resources, roleArn, service), false);
    assert.equal(serviceMayAssume(resources, roleArn, "lambda.amazonaws.com", source), false);
    assert.equal(serviceMayAssume(resources, `${roleArn}2`, service, source), false);
  });
});
