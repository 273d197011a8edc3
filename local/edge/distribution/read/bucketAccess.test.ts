import assert from "node:assert/strict";
import { distributionArn } from "../testing/resources.ts";
import { bucketAccess } from "./bucketAccess.ts";

const read = (more: object = {}) => ({
  Effect: "Allow",
  Principal: { Service: "cloudfront.amazonaws.com" },
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::site/*",
  Condition: { StringEquals: { "AWS:SourceArn": distributionArn } },
  ...more,
});

const list = read({ Action: ["s3:ListBucket"], Resource: ["arn:aws:s3:::site"] });
const tlsOnly = read({
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});

describe("bucketAccess", () => {
  const rows: [title: string, statements: object[], readable: boolean, mayList: boolean][] = [
    ["no statement", [], false, false],
    ["this distribution", [read()], true, false],
    ["this distribution, which may list too", [read(), list], true, true],
    ["a refusal without TLS", [read(), tlsOnly], true, false],
    [
      "another distribution",
      [read({ Condition: { StringEquals: { "AWS:SourceArn": `${distributionArn}2` } } })],
      false,
      false,
    ],
    [
      "distributions of this account",
      [read({ Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } } })],
      true,
      false,
    ],
    ["another service", [read({ Principal: { Service: "s3.amazonaws.com" } })], false, false],
    ["another bucket", [read({ Resource: "arn:aws:s3:::other/*" })], false, false],
    ["another folder", [read({ Resource: "arn:aws:s3:::site/b/*" })], false, false],
    [
      "a condition that is not known",
      [read({ Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } } })],
      false,
      false,
    ],
    ["a refusal of this path", [read(), read({ Effect: "Deny", Condition: {} })], false, false],
    [
      "a refusal on a condition that is not known",
      [read(), read({ Effect: "Deny" })],
      false,
      false,
    ],
  ];
  for (const [title, Statement, readable, mayList] of rows) {
    it(`${readable ? "opens" : "does not open"} an object for ${title}`, () => {
      const access = bucketAccess(JSON.stringify({ Statement }), {
        bucket: "site",
        distributionArn,
      });

      assert.deepEqual([access.readable("a/x.html"), access.mayList], [readable, mayList]);
    });
  }

  for (const policy of [undefined, "", "not JSON", "{}"]) {
    it(`opens nothing with the policy ${JSON.stringify(policy)}`, () => {
      const { readable, mayList } = bucketAccess(policy, { bucket: "site", distributionArn });

      assert.deepEqual([readable("a"), mayList], [false, false]);
    });
  }
});
