import assert from "node:assert/strict";
import { type Change, testRule, unknown } from "../testing/ruleTable.ts";
import { requireEncryptedStorage as rule } from "./requireEncryptedStorage.ts";

/** Types that are unencrypted unless a flag is set, with the flag. */
const flags: Readonly<Record<string, string>> = {
  "aws:rds/instance:Instance": "storageEncrypted",
  "aws:rds/cluster:Cluster": "storageEncrypted",
  "aws:rds/globalCluster:GlobalCluster": "storageEncrypted",
  "aws:docdb/cluster:Cluster": "storageEncrypted",
  "aws:docdb/globalCluster:GlobalCluster": "storageEncrypted",
  "aws:neptune/cluster:Cluster": "storageEncrypted",
  "aws:neptune/globalCluster:GlobalCluster": "storageEncrypted",
  "aws:elasticache/replicationGroup:ReplicationGroup": "atRestEncryptionEnabled",
  "aws:efs/fileSystem:FileSystem": "encrypted",
  "aws:appsync/apiCache:ApiCache": "atRestEncryptionEnabled",
};
/** The same for flags in a block. */
const blocks: Readonly<Record<string, string>> = {
  "aws:dax/cluster:Cluster": "serverSideEncryption",
  "aws:opensearch/domain:Domain": "encryptAtRest",
  "aws:elasticsearch/domain:Domain": "encryptAtRest",
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": "serverSideEncryption",
};
/** Settings that are not needed where data is encrypted anyway, or as its source is. */
const passing: Readonly<Record<string, Readonly<Record<string, Change>>>> = {
  "aws:rds/instance:Instance": {
    "a replica": { storageEncrypted: undefined, replicateSourceDb: "a" },
  },
  "aws:rds/cluster:Cluster": {
    "a replica": { storageEncrypted: undefined, replicationSourceIdentifier: unknown },
    "a serverless one": { storageEncrypted: undefined, engineMode: "serverless" },
  },
  "aws:rds/globalCluster:GlobalCluster": {
    "one around a cluster": { storageEncrypted: undefined, sourceDbClusterIdentifier: "a" },
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    Valkey: { atRestEncryptionEnabled: undefined, engine: "valkey" },
    "a part of another": { atRestEncryptionEnabled: undefined, globalReplicationGroupId: "a" },
  },
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": {
    "a stream as the source": {
      serverSideEncryption: undefined,
      kinesisSourceConfiguration: { kinesisStreamArn: unknown },
    },
  },
};

for (const [type, flag] of Object.entries(flags)) {
  testRule(rule, type, {
    compliant: { [flag]: true },
    passing: { "a text": { [flag]: "true" }, ...passing[type] },
    failing: {
      nothing: { [flag]: undefined },
      "it turned off": { [flag]: false },
      "it turned off by a text": { [flag]: "false" },
    },
    undecided: { whether: { [flag]: unknown } },
  });
}

for (const [type, block] of Object.entries(blocks)) {
  testRule(rule, type, {
    compliant: { [block]: { enabled: true } },
    passing: passing[type] ?? {},
    failing: {
      nothing: [{ [block]: undefined }, `${block}.enabled`],
      "it turned off": { [block]: { enabled: false } },
    },
    undecided: { whether: { [block]: unknown } },
  });
}

testRule(rule, "aws:redshift/cluster:Cluster", {
  compliant: { encrypted: "true" },
  passing: { nothing: { encrypted: undefined } },
  failing: { "it turned off": { encrypted: "false" } },
  undecided: { whether: { encrypted: unknown } },
});

testRule(rule, "aws:kinesis/stream:Stream", {
  compliant: { encryptionType: "KMS" },
  failing: {
    nothing: { encryptionType: undefined },
    "a key that is not used": [
      { encryptionType: undefined, kmsKeyId: "alias/aws/kinesis" },
      "encryptionType",
    ],
    "it turned off": { encryptionType: "NONE" },
  },
});

const queue = "aws:sqs/queue:Queue";

testRule(rule, queue, {
  compliant: {},
  passing: {
    "keys of SQS": { sqsManagedSseEnabled: true },
    "a key of KMS": { sqsManagedSseEnabled: false, kmsMasterKeyId: unknown },
  },
  failing: { "it turned off": { sqsManagedSseEnabled: false } },
});

const both = { rootVolumeEncryptionEnabled: true, userVolumeEncryptionEnabled: true };

testRule(rule, "aws:workspaces/workspace:Workspace", {
  compliant: both,
  failing: { "one of two": { userVolumeEncryptionEnabled: undefined } },
});

testRule(rule, "aws:codebuild/project:Project", {
  compliant: { artifacts: { type: "S3" } },
  passing: { "no logs in S3": { logsConfig: { cloudwatchLogs: { status: "ENABLED" } } } },
  failing: {
    "plain artifacts": [
      { artifacts: { type: "S3", encryptionDisabled: true } },
      "artifacts.encryptionDisabled",
    ],
    "plain artifacts among others": [
      { secondaryArtifacts: [{ type: "S3" }, { type: "S3", encryptionDisabled: true }] },
      "secondaryArtifacts[1].encryptionDisabled",
    ],
    "plain logs": { logsConfig: { s3Logs: { encryptionDisabled: "true" } } },
  },
});

describe("require-encrypted-storage", () => {
  it("looks at every type that it names", () => {
    const tested = [...Object.keys(flags), ...Object.keys(blocks), queue].concat(
      "aws:redshift/cluster:Cluster",
      "aws:kinesis/stream:Stream",
      "aws:workspaces/workspace:Workspace",
      "aws:codebuild/project:Project",
    );
    assert.deepEqual([...rule.types].sort(), tested.sort());
  });

  it("encrypts queues, but nothing that would be replaced", () => {
    const inputs: Record<string, unknown> = { sqsManagedSseEnabled: false };

    assert.equal(rule.remediate!(inputs, queue), true);
    assert.deepEqual(inputs, { sqsManagedSseEnabled: true });
    assert.equal(rule.remediate!(inputs, queue), false);
    assert.equal(
      rule.remediate!({ sqsManagedSseEnabled: false, kmsMasterKeyId: "alias/a" }, queue),
      false,
    );
    assert.equal(rule.remediate!({ storageEncrypted: false }, "aws:rds/instance:Instance"), false);
  });
});
