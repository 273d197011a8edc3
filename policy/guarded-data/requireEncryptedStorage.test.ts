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

describe("require-encrypted-storage", () => {
  for (const [type, flag] of Object.entries(flags)) {
    testRule(rule, {
      compliant: { type, props: { [flag]: true } },
      passing: { "a text": { [flag]: "true" }, ...passing[type] },
      failing: {
        nothing: [{ [flag]: undefined }, flag],
        "it turned off": [{ [flag]: false }, flag],
        "it turned off by a text": [{ [flag]: "false" }, flag],
      },
      undecided: { whether: { [flag]: unknown } },
    });
  }

  for (const [type, block] of Object.entries(blocks)) {
    testRule(rule, {
      compliant: { type, props: { [block]: { enabled: true } } },
      passing: passing[type] ?? {},
      failing: {
        nothing: [{ [block]: undefined }, `${block}.enabled`],
        "it turned off": [{ [block]: { enabled: false } }, `${block}.enabled`],
      },
      undecided: { whether: { [block]: unknown } },
    });
  }

  testRule(rule, {
    compliant: { type: "aws:redshift/cluster:Cluster", props: { encrypted: "true" } },
    passing: { nothing: { encrypted: undefined } },
    failing: { "it turned off": [{ encrypted: "false" }, "encrypted"] },
    undecided: { whether: { encrypted: unknown } },
  });

  testRule(rule, {
    compliant: { type: "aws:kinesis/stream:Stream", props: { encryptionType: "KMS" } },
    failing: {
      nothing: [{ encryptionType: undefined }, "encryptionType"],
      "a key that is not used": [
        { encryptionType: undefined, kmsKeyId: "alias/aws/kinesis" },
        "encryptionType",
      ],
      "it turned off": [{ encryptionType: "NONE" }, "encryptionType"],
    },
  });

  const queue = "aws:sqs/queue:Queue";
  testRule(rule, {
    compliant: { type: queue, props: {} },
    passing: {
      "keys of SQS": { sqsManagedSseEnabled: true },
      "a key of KMS": { sqsManagedSseEnabled: false, kmsMasterKeyId: unknown },
    },
    failing: { "it turned off": [{ sqsManagedSseEnabled: false }, "sqsManagedSseEnabled"] },
  });

  const both = { rootVolumeEncryptionEnabled: true, userVolumeEncryptionEnabled: true };
  testRule(rule, {
    compliant: { type: "aws:workspaces/workspace:Workspace", props: both },
    failing: {
      "one of two": [{ userVolumeEncryptionEnabled: undefined }, "userVolumeEncryptionEnabled"],
    },
  });

  testRule(rule, {
    compliant: { type: "aws:codebuild/project:Project", props: { artifacts: { type: "S3" } } },
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
      "plain logs": [
        { logsConfig: { s3Logs: { encryptionDisabled: "true" } } },
        "logsConfig.s3Logs.encryptionDisabled",
      ],
    },
  });

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
