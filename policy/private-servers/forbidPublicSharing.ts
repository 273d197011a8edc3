import type { Finding, ResourceRule } from "../rule.ts";

/** The property with the recipients, by type, and the value that means everyone. */
const shares: Readonly<Record<string, readonly [property: string, everybody: RegExp]>> = {
  "aws:rds/snapshot:Snapshot": ["sharedAccounts", /^all$/i],
  "aws:rds/clusterSnapshot:ClusterSnapshot": ["sharedAccounts", /^all$/i],
  "aws:rds/snapshotCopy:SnapshotCopy": ["sharedAccounts", /^all$/i],
  "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy": ["sharedAccounts", /^all$/i],
  "aws:ec2/amiLaunchPermission:AmiLaunchPermission": ["group", /^all$/i],
  "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess": ["state", /^unblocked$/i],
  "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess": ["state", /^unblocked$/i],
  "aws:imagebuilder/distributionConfiguration:DistributionConfiguration": [
    "distributions.amiDistributionConfiguration.launchPermission.userGroups",
    /^all$/i,
  ],
  // Everyone can see its builds and their logs. Source: "Get public build project URLs", AWS
  // CodeBuild User Guide.
  "aws:codebuild/project:Project": ["projectVisibility", /^public_read$/i],
  "aws:ssm/document:Document": ["permissions.account_ids", /(^|,)\s*all\s*(,|$)/i],
};

/**
 * Copies of disks and databases, images, documents and builds are shared only with named accounts.
 */
export const forbidPublicSharing: ResourceRule = {
  name: "forbid-public-sharing",
  description: "Snapshots, images, documents and builds are not shared with everyone.",
  why: "Anyone with an AWS account can copy what is shared with everyone, and search it for personal data and passwords.",
  fix: "Share with named accounts, and block public access where a setting for it exists.",
  equivalents: [
    "CKV_AWS_302",
    "CKV_AWS_303",
    "rds-snapshots-public-prohibited",
    "ssm-document-not-public",
    "ebs-snapshot-block-public-access",
  ],
  types: Object.keys(shares),

  *check(copy): Iterable<Finding> {
    const [path, everybody] = shares[copy.type]!;
    for (const { path: property, value } of copy.valuesAt(path)) {
      if (!everybody.test(String(value))) continue;
      yield { exposed: "It is shared with everyone", property, value };
    }
  },
};
