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
    "the sessions of a role": {
      StringLike: { "aws:userid": ["AROADBQP57FF2AEXAMPLE:*", "123456789012"] },
    },
    "the organization of the resource": {
      StringEquals: { "aws:PrincipalOrgID": "${aws:ResourceOrgID}" },
    },
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
    "an unknown value": { StringEquals: { "aws:SourceAccount": notKnown } },
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
    "without other conditions": { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-1234567890" } },
    "all of nothing": {
      "ForAllValues:StringEquals": { "aws:PrincipalOrgPaths": "o-1234567890/r-1" },
    },
    "any source": { ArnLike: { "aws:SourceArn": "*" } },
    "sources of any account": { ArnLike: { "aws:SourceArn": "arn:aws:sns:*:*:orders" } },
    "any bucket": { ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } },
    "one of many accounts": { StringLike: { "aws:SourceAccount": [account, "1*"] } },
    "any organization": { StringLike: { "aws:PrincipalOrgID": "o-*" } },
    "parts of many organizations": {
      "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": ["o-1234567890/*", "o-a*"] },
    },
    "a value from the caller": { StringEquals: { "aws:PrincipalOrgID": "${aws:PrincipalOrgID}" } },
    "roles of what account the caller says": {
      ArnLike: { "aws:PrincipalArn": "arn:aws:iam::${aws:PrincipalAccount}:role/admin" },
    },
    "all roles": { StringLike: { "aws:userid": ["AROA*", "AIDA*"] } },
    "who gives no name": { StringLike: { "aws:userid": "anonymous" } },
    "an unknown key": { StringEquals: { constructor: "o-1234567890" } },
    "roles of any account": { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/admin" } },
    "any address": { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } },
    "either half of all addresses": { IpAddress: { "aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"] } },
    "an invalid address": { IpAddress: { "aws:SourceIp": "office" } },
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

describe("addresses of statements that allow the same count together", () => {
  const from = (number: number, change: object = {}) => ({
    ...allow,
    Condition: { IpAddress: { "aws:SourceIp": `52.0.${number}.0/24` } },
    ...change,
  });

  it("many ranges are open together, even if each is small", () => {
    assert.deepEqual(publicIn(from(0), from(1), from(2)), [0, 1, 2]);
  });

  it("and so are addresses that wider statements also allow", () => {
    const wider = from(1, { Action: "s3:*", Resource: "*" });

    assert.deepEqual(publicIn(from(0), wider), [0]);
  });

  it("but not if they are identical or unrelated", () => {
    assert.deepEqual(publicIn(from(0), from(0)), []);
    assert.deepEqual(publicIn(from(0), from(1, { Resource: "arn:aws:s3:::b/x" })), [1]);
    assert.deepEqual(publicIn(from(0), from(1, { Resource: "arn:aws:s3:::c/*" })), []);
    assert.deepEqual(publicIn(from(0), from(1, { Effect: "Deny" })), []);
  });

  it("nor if another condition narrows one of them", () => {
    const own = { StringEquals: { "aws:SourceAccount": account } };
    const { Condition } = from(1);

    assert.deepEqual(publicIn(from(0), from(1, { Condition: { ...Condition, ...own } })), []);
  });

  it("nor beside one that is open by itself", () => {
    assert.deepEqual(publicIn(from(0), allow), [1]);
  });
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
    "of other organizations from other addresses": {
      ...deny,
      Condition: {
        StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-1234567890" },
        NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" },
      },
    },
    "in actions of other letters": {
      ...deny,
      Action: "S3:get*",
      Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } },
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
    "a resource in another case": {
      ...deny,
      Resource: "arn:aws:s3:::B/*",
      Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } },
    },
    "to everyone except everyone": { ...deny, Principal: undefined, NotPrincipal: "*" },
    "to everyone except all accounts": {
      ...deny,
      Principal: undefined,
      NotPrincipal: { AWS: [account, "*"] },
    },
    "to services": {
      ...deny,
      Principal: { Service: "*" },
      Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } },
    },
    "to everyone except those with a role": {
      ...deny,
      Condition: { StringNotLike: { "aws:userid": "AROA*" } },
    },
    "only to callers that claim not to be a service": {
      ...deny,
      Condition: {
        StringNotEquals: { "aws:PrincipalOrgID": "o-1234567890" },
        Bool: { "aws:PrincipalIsAWSService": "false" },
      },
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

  it("but not if it allows all actions except some", () => {
    const all = { ...allow, Action: undefined, NotAction: "s3:Delete*" };
    const other = { ...deny, Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } } };

    assert.deepEqual(publicIn(all, other), [0]);
    assert.deepEqual(publicIn(all, { ...other, Action: "*" }), []);
  });
});
