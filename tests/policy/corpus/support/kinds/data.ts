import { type Creation, type Kind, type Kinds, defaultVpc, named } from "./kind.ts";

const bucket: Kind = {
  named: "bucket",
  arn: "s3:::",
  outputs: ({ name, region }) => ({
    acl: null,
    bucketDomainName: `${name}.s3.amazonaws.com`,
    bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
    websiteEndpoint: `${name}.s3-website-${region}.amazonaws.com`,
    forceDestroy: false,
    hostedZoneId: "Z3AQBSTGFYJSTF",
    objectLockEnabled: false,
    policy: "",
    replicationConfiguration: null,
    versioning: { enabled: false, mfaDelete: false },
  }),
};

const domainOf = ({ name, region, hash }: Creation, service: string): string =>
  `${name}.${hash.slice(0, 12)}.${region}.${service}.amazonaws.com`;

/** Databases, buckets, queues and logs. */
export const dataKinds: Kinds = {
  "rds.Instance": {
    named: "identifier",
    arn: "rds:db:",
    outputs: (creation) => ({
      address: domainOf(creation, "rds"),
      deletionProtection: false,
      endpoint: `${domainOf(creation, "rds")}:5432`,
      iamDatabaseAuthenticationEnabled: false,
      multiAz: false,
      publiclyAccessible: false,
      replicateSourceDb: "",
      storageEncrypted: false,
    }),
  },
  "rds.Cluster": {
    named: "clusterIdentifier",
    arn: "rds:cluster:",
    outputs: (creation) => ({
      endpoint: domainOf(creation, "rds"),
      engineMode: "provisioned",
      storageEncrypted: false,
    }),
  },
  "rds.ClusterInstance": named("rds:db:", () => ({ publiclyAccessible: false }), "identifier"),
  "rds.SubnetGroup": named("rds:subgrp:", () => ({ vpcId: defaultVpc.vpc })),
  "redshift.SubnetGroup": named("redshift:subnetgroup:"),
  "redshift.Cluster": named(
    "redshift:namespace:",
    (creation) => ({
      encrypted: "true",
      endpoint: `${domainOf(creation, "redshift")}:5439`,
      publiclyAccessible: false,
    }),
    "clusterIdentifier",
  ),
  "elasticache.SubnetGroup": named("elasticache:subnetgroup:"),
  "elasticache.Cluster": named(
    "elasticache:cluster:",
    ({ name }) => ({
      cacheNodes: [
        { address: `${name}.abc123.0001.use1.cache.amazonaws.com`, id: "0001", port: 6379 },
      ],
      replicationGroupId: null,
      transitEncryptionEnabled: false,
    }),
    "clusterId",
  ),
  "elasticache.ReplicationGroup": named(
    "elasticache:replicationgroup:",
    () => ({
      atRestEncryptionEnabled: false,
      globalReplicationGroupId: "",
      transitEncryptionEnabled: false,
    }),
    "replicationGroupId",
  ),
  "efs.FileSystem": {
    prefix: "fs",
    arn: "elasticfilesystem:file-system/",
    outputs: () => ({ encrypted: false, kmsKeyId: "", performanceMode: "generalPurpose" }),
  },
  "efs.AccessPoint": { prefix: "fsap", arn: "elasticfilesystem:access-point/" },
  "efs.MountTarget": { prefix: "fsmt" },
  "s3.Bucket": bucket,
  "s3.BucketV2": bucket,
  "dynamodb.Table": named("dynamodb:table/", () => ({
    deletionProtectionEnabled: false,
    pointInTimeRecovery: { enabled: false },
    serverSideEncryption: null,
    streamArn: "",
  })),
  "sqs.Queue": {
    named: "name",
    arn: "sqs:",
    outputs: ({ name, region, account }) => ({
      kmsMasterKeyId: "",
      policy: "",
      sqsManagedSseEnabled: true,
      url: `https://sqs.${region}.amazonaws.com/${account}/${name}`,
    }),
  },
  "sns.Topic": { ...named("sns:", () => ({ kmsMasterKeyId: "", policy: null })), isArnId: true },
  "kinesis.Stream": {
    ...named("kinesis:stream/", () => ({ encryptionType: "NONE" })),
    isArnId: true,
  },
  "cloudwatch.LogGroup": named("logs:log-group:", () => ({
    kmsKeyId: "",
    logGroupClass: "STANDARD",
    retentionInDays: 0,
  })),
  "cloudwatch.EventRule": named("events:rule/", () => ({
    eventBusName: "default",
    state: "ENABLED",
  })),
};
