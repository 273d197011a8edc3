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

/**
 * What the canned lists allow, as clauses.
 *
 * Source: Amazon S3 User Guide, "Access control list (ACL) overview".
 */
const publicLists: Readonly<Record<string, string>> = {
  "public-read": "Anyone may read it",
  "public-read-write": "Anyone may read it and write to it",
  "authenticated-read": "Anyone with an AWS account may read it",
};
const publicGroups: Readonly<Record<string, string>> = {
  AllUsers: "Anyone has access to it",
  AuthenticatedUsers: "Anyone with an AWS account has access to it",
};

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
    for (const { path, value } of resource.valuesAt("acl")) {
      const list = Object.keys(publicLists).find((name) => isOneOf(value, [name]));
      if (list) yield { exposed: publicLists[list]!, property: path, value };
    }
    const groups = grants[resource.type];
    for (const { path, value } of groups === undefined ? [] : resource.valuesAt(groups)) {
      const group = /\/groups\/global\/(\w+)$/.exec(String(value))?.[1] ?? "";
      const exposed = Object.hasOwn(publicGroups, group) ? publicGroups[group] : undefined;
      if (exposed) yield { exposed, property: path, value };
    }
  },
};
