import { isTrue, type ResourceView } from "../model/resourceView.ts";
import type { ResourceRule } from "../rule.ts";
import { checkPlaces, type Place } from "./support/places.ts";

const queueType = "aws:sqs/queue:Queue";

const flag = (path: string, more: Partial<Place> = {}): Place => ({
  path,
  exposed: "Data is stored without encryption",
  isSafe: isTrue,
  ...more,
});

const offFlag = (blocks: string): Place =>
  flag("encryptionDisabled", { blocks, isSafe: (value) => !isTrue(value), isSafeUnset: always });

const always = (): boolean => true;
const isServerless = (cluster: ResourceView): boolean =>
  cluster.hintsAt("engineMode").includes("serverless");
const isValkey = (group: ResourceView): boolean => group.hintsAt("engine").includes("valkey");

/**
 * Copies are encrypted like their source. Types that are always encrypted are not listed: DynamoDB,
 * S3, MSK, MemoryDB, Secrets Manager, logs. `require-encrypted-volumes` covers server disks.
 *
 * Source: the properties' documentation in @pulumi/aws 7.48 for what holds where nothing is set.
 */
const places: Readonly<Record<string, readonly Place[]>> = {
  "aws:rds/instance:Instance": [flag("storageEncrypted", { unless: ["replicateSourceDb"] })],
  "aws:rds/cluster:Cluster": [
    flag("storageEncrypted", {
      unless: ["replicationSourceIdentifier"],
      isSafeUnset: isServerless,
    }),
  ],
  "aws:rds/globalCluster:GlobalCluster": [
    flag("storageEncrypted", { unless: ["sourceDbClusterIdentifier"] }),
  ],
  "aws:docdb/cluster:Cluster": [flag("storageEncrypted")],
  "aws:docdb/globalCluster:GlobalCluster": [
    flag("storageEncrypted", { unless: ["sourceDbClusterIdentifier"] }),
  ],
  "aws:neptune/cluster:Cluster": [
    flag("storageEncrypted", { unless: ["replicationSourceIdentifier"] }),
  ],
  "aws:neptune/globalCluster:GlobalCluster": [
    flag("storageEncrypted", { unless: ["sourceDbClusterIdentifier"] }),
  ],
  "aws:redshift/cluster:Cluster": [flag("encrypted", { isSafeUnset: always })],
  "aws:elasticache/replicationGroup:ReplicationGroup": [
    flag("atRestEncryptionEnabled", {
      unless: ["globalReplicationGroupId"],
      isSafeUnset: isValkey,
    }),
  ],
  "aws:dax/cluster:Cluster": [flag("serverSideEncryption.enabled")],
  "aws:opensearch/domain:Domain": [flag("encryptAtRest.enabled")],
  "aws:elasticsearch/domain:Domain": [flag("encryptAtRest.enabled")],
  "aws:efs/fileSystem:FileSystem": [flag("encrypted")],
  "aws:kinesis/stream:Stream": [flag("encryptionType", { isSafe: (value) => value === "KMS" })],
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": [
    // Records from a stream are encrypted like the stream; Firehose accepts no encryption settings
    // for them.
    flag("serverSideEncryption.enabled", {
      unless: ["kinesisSourceConfiguration", "mskSourceConfiguration"],
    }),
  ],
  [queueType]: [flag("sqsManagedSseEnabled", { unless: ["kmsMasterKeyId"], isSafeUnset: always })],
  "aws:workspaces/workspace:Workspace": [
    flag("rootVolumeEncryptionEnabled"),
    flag("userVolumeEncryptionEnabled"),
  ],
  "aws:appsync/apiCache:ApiCache": [flag("atRestEncryptionEnabled")],
  "aws:codebuild/project:Project": [
    offFlag("artifacts"),
    offFlag("secondaryArtifacts"),
    offFlag("logsConfig.s3Logs"),
  ],
};

/** Data is encrypted at rest. */
export const requireEncryptedStorage: ResourceRule = {
  name: "require-encrypted-storage",
  description: "Databases, file systems, streams and queues are encrypted at rest.",
  why: "Unencrypted snapshots, copies and disks can be read by anyone who gets hold of them.",
  fix: "Turn encryption on before there is data: most databases cannot be encrypted later.",
  equivalents: [
    "CKV_AWS_5",
    "CKV_AWS_16",
    "CKV_AWS_27",
    "CKV_AWS_29",
    "CKV_AWS_42",
    "CKV_AWS_43",
    "CKV_AWS_44",
    "CKV_AWS_47",
    "CKV_AWS_64",
    "CKV_AWS_74",
    "CKV_AWS_78",
    "CKV_AWS_96",
    "CKV_AWS_140",
    "CKV_AWS_155",
    "CKV_AWS_156",
    "CKV_AWS_214",
    "CKV_AWS_240",
    "CKV_AWS_292",
    "CKV_AWS_311",
    "rds-storage-encrypted",
    "efs-encrypted-check",
    "elasticsearch-encrypted-at-rest",
    "opensearch-encrypted-at-rest",
    "kinesis-stream-encrypted",
    "dax-encryption-enabled",
    "rds-cluster-encrypted-at-rest",
    "aurora-global-database-encryption-at-rest",
    "docdb-cluster-encrypted",
    "neptune-cluster-encrypted",
    "redshift-cluster-kms-enabled",
    "elasticache-repl-grp-encrypted-at-rest",
    "efs-filesystem-ct-encrypted",
    "kinesis-firehose-delivery-stream-encrypted",
    "workspaces-root-volume-encryption-enabled",
    "workspaces-user-volume-encryption-enabled",
    "appsync-cache-encryption-at-rest",
    "appsync-cache-ct-encryption-at-rest",
    "codebuild-project-artifact-encryption",
    "codebuild-project-s3-logs-encrypted",
    "CIS AWS Foundations v5.0.0/2.2.1",
    "CIS AWS Foundations v5.0.0/2.3.1",
  ],
  types: Object.keys(places),
  excuses: ["engineMode", "engine"],

  check: (resource) => checkPlaces(resource, places[resource.type]!),

  /** Only for queues: other resources would be replaced and lose their data. */
  remediate(inputs, type) {
    const isOff = type === queueType && String(inputs["sqsManagedSseEnabled"]) === "false";
    if (!isOff || inputs["kmsMasterKeyId"]) return false;
    inputs["sqsManagedSseEnabled"] = true;
    return true;
  },
};
