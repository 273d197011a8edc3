import assert from "node:assert/strict";
import { widest } from "./addresses.ts";
import { notKnown } from "./knownCopy.ts";
import { readPolicyDocument } from "./policyDocument.ts";
import { publicStatements } from "./publicStatements.ts";

const allow = {
  Effect: "Allow",
  Principal: "*",
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::b/*",
};
const account = "123456789012";

const publicIn = (...Statement: object[]): number[] =>
  publicStatements(readPolicyDocument({ Statement })!, widest).map(({ index }) => index);

describe("a condition makes a statement one about few", () => {
  const few: Record<string, object> = {
    "a source": { ArnEquals: { "aws:SourceArn": `arn:aws:sns:us-east-1:${account}:orders` } },
    "all sources of an account": { ArnLike: { "aws:SourceArn": `arn:aws:*:*:${account}:*` } },
    "a bucket": { ArnLike: { "aws:SourceArn": "arn:aws:s3:::orders" } },
    "a bucket, as AWS writes it": { ArnLike: { "aws:SourceArn": "arn:aws:s3:*:*:orders" } },
    "an account": { StringEquals: { "AWS:SourceAccount": account } },
    "the owner of a topic": { StringEquals: { "AWS:SourceOwner": account } },
    "an organization": { StringEquals: { "aws:PrincipalOrgID": ["o-1234567890"] } },
    "a part of an organization": {
      "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-1234567890/r-1/*" },
    },
    "roles of an account": { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/*` } },
    "a VPC endpoint": { StringEquals: { "aws:SourceVpce": "vpce-1" } },
    "an office": { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "203.0.113.7"] } },
    "a site in IPv6": { IpAddress: { "aws:SourceIp": "2001:db8:1::7" } },
    "a key's caller": {
      StringEquals: {
        "kms:CallerAccount": account,
        "kms:ViaService": "sqs.us-east-1.amazonaws.com",
      },
    },
    "access points of an account": { StringEquals: { "s3:DataAccessPointAccount": account } },
    "mount targets": { Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } },
    "what is not known yet": { StringEquals: { "aws:SourceAccount": notKnown } },
    "a condition on how as well": {
      Bool: { "aws:SecureTransport": "true" },
      StringEquals: { "aws:SourceAccount": account },
    },
  };
  for (const [what, Condition] of Object.entries(few)) {
    it(`by ${what}`, () => assert.deepEqual(publicIn({ ...allow, Condition }), []));
  }

  const many: Record<string, object> = {
    "how it is sent": { Bool: { "aws:SecureTransport": "true" } },
    "the account of the resource": { StringEquals: { "aws:ResourceAccount": account } },
    "who is not meant": { StringNotEquals: { "aws:SourceAccount": account } },
    "where nothing else is said": {
      StringEqualsIfExists: { "aws:PrincipalOrgID": "o-1234567890" },
    },
    "all of nothing": {
      "ForAllValues:StringEquals": { "aws:PrincipalOrgPaths": "o-1234567890/r-1" },
    },
    "any source": { ArnLike: { "aws:SourceArn": "*" } },
    "sources of any account": { ArnLike: { "aws:SourceArn": "arn:aws:sns:*:*:orders" } },
    "any bucket": { ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } },
    "one of many accounts": { StringLike: { "aws:SourceAccount": [account, "1*"] } },
    "any organization": { StringLike: { "aws:PrincipalOrgID": "o-*" } },
    "roles of any account": { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/admin" } },
    "any address": { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } },
    "either half of all addresses": {
      IpAddress: { "aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"] },
    },
    "what is no address": { IpAddress: { "aws:SourceIp": "office" } },
    "a private address, which any VPC may have": { IpAddress: { "aws:VpcSourceIp": "10.0.0.1" } },
    "the service alone": { StringEquals: { "kms:ViaService": "sqs.us-east-1.amazonaws.com" } },
    "the page that links to it": { StringLike: { "aws:Referer": "https://example.com/*" } },
    "that an account is said": { Null: { "aws:SourceAccount": "false" } },
    "a key by a name that it has not": { StringEquals: { SourceAccount: account } },
    nothing: {},
  };
  for (const [what, Condition] of Object.entries(many)) {
    it(`but not by ${what}`, () => assert.deepEqual(publicIn({ ...allow, Condition }), [0]));
  }
});

describe("a statement is harmless where another one denies it to all others", () => {
  const deny = { ...allow, Effect: "Deny" };
  const others: Record<string, object> = {
    "from elsewhere": { ...deny, Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } } },
    "of other organizations, services let off": {
      ...deny,
      Condition: {
        StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-1234567890" },
        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      },
    },
    "by all actions on everything": {
      ...deny,
      Action: "*",
      Resource: "*",
      Condition: { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
    },
    "by name": { ...deny, Principal: undefined, NotPrincipal: { AWS: account } },
  };
  for (const [what, statement] of Object.entries(others)) {
    it(what, () => assert.deepEqual(publicIn(allow, statement), []));
  }

  const some: Record<string, object> = {
    "to some": { ...deny, Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } } },
    "another action": {
      ...deny,
      Action: "s3:PutObject",
      Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } },
    },
    "another resource": {
      ...deny,
      Resource: "arn:aws:s3:::other/*",
      Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } },
    },
    "in one case only": {
      ...deny,
      Condition: {
        StringNotEquals: { "aws:SourceVpce": "vpce-1" },
        Bool: { "aws:SecureTransport": "false" },
      },
    },
    "to one account": {
      ...deny,
      Principal: { AWS: account },
      Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } },
    },
    "by how it is sent": { ...deny, Condition: { Bool: { "aws:SecureTransport": "false" } } },
  };
  for (const [what, statement] of Object.entries(some)) {
    it(`but not where it denies ${what}`, () => assert.deepEqual(publicIn(statement, allow), [1]));
  }

  it("but not where it allows all but some actions", () => {
    const all = { ...allow, Action: undefined, NotAction: "s3:Delete*" };
    const other = { ...deny, Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } } };

    assert.deepEqual(publicIn(all, other), [0]);
    assert.deepEqual(publicIn(all, { ...other, Action: "*" }), []);
  });
});
