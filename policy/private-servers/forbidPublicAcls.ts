import { isOneOf } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";

/** Properties that name groups of grantees, by type. Canned lists are in `acl` for all types. */
const grants: Readonly<Record<string, string | undefined>> = {
  "aws:s3/bucket:Bucket": "grants.uri",
  "aws:s3/bucketV2:BucketV2": "grants.uri",
  "aws:s3/bucketAcl:BucketAcl": "accessControlPolicy.grants.grantee.uri",
  "aws:s3/bucketAclV2:BucketAclV2": "accessControlPolicy.grants.grantee.uri",
  "aws:s3/bucketObject:BucketObject": undefined,
  "aws:s3/bucketObjectv2:BucketObjectv2": undefined,
  "aws:s3/objectCopy:ObjectCopy": "grants.uri",
};

/** Source: Amazon S3 User Guide, "Access control list (ACL) overview". */
const publicLists = ["public-read", "public-read-write", "authenticated-read"];
/** The second group is everyone with any AWS account. */
const publicGroups = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;

/** No access control list gives everyone access to a bucket or an object. */
export const forbidPublicAcls: ResourceRule = {
  name: "forbid-public-acls",
  description: "Access control lists of S3 buckets and objects grant access only to accounts.",
  why: "An access control list that grants access to everyone makes the contents public and bypasses CloudFront.",
  fix: 'Remove the access control list or set it to "private", and let CloudFront read the bucket through origin access control.',
  equivalents: [
    "CKV_AWS_20",
    "CKV_AWS_57",
    "CKV_AWS_375",
    "CKV2_AWS_43",
    "s3-bucket-public-read-prohibited",
    "s3-bucket-public-write-prohibited",
  ],
  types: Object.keys(grants),

  *check(resource): Iterable<Finding> {
    const exposed = "Anyone may read its contents or write to it";
    for (const { path, value } of resource.valuesAt("acl")) {
      if (isOneOf(value, publicLists)) yield { exposed, property: path, value };
    }
    const groups = grants[resource.type];
    for (const { path, value } of groups === undefined ? [] : resource.valuesAt(groups)) {
      if (publicGroups.test(String(value))) yield { exposed, property: path, value };
    }
  },
};
