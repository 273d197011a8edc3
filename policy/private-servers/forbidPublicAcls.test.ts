import assert from "node:assert/strict";
import { judge } from "../testing/judge.ts";
import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidPublicAcls as rule } from "./forbidPublicAcls.ts";

const everybody = "http://acs.amazonaws.com/groups/global/AllUsers";
const anyAccount = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
const logDelivery = "http://acs.amazonaws.com/groups/s3/LogDelivery";

for (const type of [
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketV2:BucketV2",
  "aws:s3/bucketAcl:BucketAcl",
  "aws:s3/bucketAclV2:BucketAclV2",
  "aws:s3/bucketObject:BucketObject",
  "aws:s3/bucketObjectv2:BucketObjectv2",
  "aws:s3/objectCopy:ObjectCopy",
]) {
  testRule(rule, type, {
    compliant: { bucket: unknown, acl: "private" },
    passing: {
      "no value": { acl: undefined },
      "the service that writes logs": { acl: "log-delivery-write" },
    },
    failing: {
      "everybody reading": { acl: "public-read" },
      "everybody reading, in other letters": { acl: "Public-Read" },
      "everybody writing": { acl: "public-read-write" },
      "anybody with an account": { acl: "authenticated-read" },
    },
    undecided: { "its list": { acl: unknown } },
  });
}

for (const type of ["aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2"]) {
  const list = (...uris: unknown[]) => ({
    accessControlPolicy: {
      grants: uris.map((uri) => ({ grantee: { type: "Group", uri }, permission: "READ" })),
    },
  });
  const second = "accessControlPolicy.grants[1].grantee.uri";
  testRule(rule, type, {
    compliant: list(logDelivery),
    failing: {
      everybody: [list(logDelivery, everybody), second],
      "anybody with an account": [list(logDelivery, anyAccount), second],
      "everybody beside an unknown value": [list(unknown, everybody), second],
    },
    undecided: { "whom it names": list(unknown) },
  });
}

for (const type of ["aws:s3/bucket:Bucket", "aws:s3/objectCopy:ObjectCopy"]) {
  const grants = (uri: unknown) => ({ grants: [{ type: "Group", permissions: ["READ"], uri }] });
  testRule(rule, type, {
    compliant: grants(logDelivery),
    failing: { everybody: [grants(everybody), "grants[0].uri"] },
  });
}

describe("the message of forbid-public-acls", () => {
  it("says what a list allows", () => {
    const said = (acl: string) =>
      judge(rule, { type: "aws:s3/bucket:Bucket", props: { acl } }).violations[0]!.message;

    assert.match(said("public-read"), /^Anyone may read it: acl is/);
    assert.match(said("public-read-write"), /^Anyone may read it and write to it: acl is/);
    assert.match(said("authenticated-read"), /^Anyone with an AWS account may read it: acl is/);
  });
});
