import { type Mapping, type Mappings, resourcePolicy, type Target } from "../mapping.ts";

const keys = (path: string): Readonly<Record<string, Target>> => ({
  [`${path}hashKey`]: { to: "KeySchema.0.AttributeName", with: { KeyType: "HASH" } },
  [`${path}rangeKey`]: { to: "KeySchema.1.AttributeName", with: { KeyType: "RANGE" } },
});

const index = (path: string): Readonly<Record<string, Target>> => ({
  [`${path}.name`]: "IndexName",
  [`${path}.nonKeyAttributes`]: "Projection.NonKeyAttributes",
  [`${path}.projectionType`]: "Projection.ProjectionType",
});

/** CloudFormation has another type for tables with replicas. */
const replica: Mapping = {
  schema: "AWS::DynamoDB::GlobalTable#/definitions/ReplicaSpecification",
  names: {
    kmsKeyArn: "SSESpecification.KMSMasterKeyId",
    pointInTimeRecovery: "PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled",
    regionName: "Region",
  },
  // Outputs, and the provider's own settings.
  unchecked: ["arn", "consistencyMode", "propagateTags", "streamArn", "streamLabel"],
  formats: { kmsKeyArn: "AWS::KMS::Key.Arn" },
};

const bucket = { bucket: "AWS::S3::Bucket.Name" };

export const storageMappings: Mappings = {
  "aws:dynamodb/table:Table": {
    schema: "AWS::DynamoDB::Table",
    names: {
      ...keys(""),
      name: "TableName",
      attributes: "AttributeDefinitions",
      "attributes.name": "AttributeName",
      "attributes.type": "AttributeType",
      ...index("globalSecondaryIndexes"),
      ...keys("globalSecondaryIndexes."),
      "globalSecondaryIndexes.readCapacity": "ProvisionedThroughput.ReadCapacityUnits",
      "globalSecondaryIndexes.writeCapacity": "ProvisionedThroughput.WriteCapacityUnits",
      ...index("localSecondaryIndexes"),
      "localSecondaryIndexes.rangeKey": {
        to: "KeySchema.1.AttributeName",
        with: { KeyType: "RANGE" },
      },
      pointInTimeRecovery: "PointInTimeRecoverySpecification",
      "pointInTimeRecovery.enabled": "PointInTimeRecoveryEnabled",
      readCapacity: "ProvisionedThroughput.ReadCapacityUnits",
      writeCapacity: "ProvisionedThroughput.WriteCapacityUnits",
      serverSideEncryption: "SSESpecification",
      "serverSideEncryption.enabled": "SSEEnabled",
      "serverSideEncryption.kmsKeyArn": { to: "KMSMasterKeyId", with: { SSEType: "KMS" } },
      streamViewType: "StreamSpecification.StreamViewType",
      ttl: "TimeToLiveSpecification",
    },
    parts: { replicas: replica },
    optional: ["TimeToLiveSpecification.Enabled"],
    rules: { "": ["aws_dynamodb_table/billingmode_provisioned_dependent"] },
    replaces: [
      "hashKey",
      "rangeKey",
      "localSecondaryIndexes",
      "importTable",
      "restoreDateTime",
      "restoreSourceName",
      "restoreSourceTableArn",
      "restoreToLatestTime",
    ],
  },
  "aws:rds/instance:Instance": {
    schema: "AWS::RDS::DBInstance",
    names: {
      backupWindow: "PreferredBackupWindow",
      caCertIdentifier: "CACertificateIdentifier",
      enabledCloudwatchLogsExports: "EnableCloudwatchLogsExports",
      iamDatabaseAuthenticationEnabled: "EnableIAMDatabaseAuthentication",
      identifier: "DBInstanceIdentifier",
      instanceClass: "DBInstanceClass",
      maintenanceWindow: "PreferredMaintenanceWindow",
      masterUserSecretKmsKeyId: "MasterUserSecret.KmsKeyId",
      parameterGroupName: "DBParameterGroupName",
      password: "MasterUserPassword",
      performanceInsightsEnabled: "EnablePerformanceInsights",
      performanceInsightsRetentionPeriod: {
        to: "PerformanceInsightsRetentionPeriod",
        values: { 0: undefined },
      },
      snapshotIdentifier: "DBSnapshotIdentifier",
      username: "MasterUsername",
      vpcSecurityGroupIds: "VPCSecurityGroups",
    },
    rules: {
      "": [
        "aws_rds_dbinstance/backupretentionperiod_maximum",
        "aws_rds_dbinstance/kmskey_storageencrypted",
      ],
    },
    replaces: [
      "availabilityZone",
      "engine",
      "restoreToPointInTime",
      "s3Import",
      "snapshotIdentifier",
    ],
    updatable: ["customIamInstanceProfile", "dbSubnetGroupName", "identifier"],
  },
  "aws:s3/bucket:Bucket": {
    schema: "AWS::S3::Bucket",
    names: { bucket: "BucketName" },
    unchecked: ["replicationConfiguration"],
    parts: { policy: resourcePolicy },
    replaces: ["bucketPrefix", "objectLockEnabled"],
  },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
    schema: "AWS::S3::Bucket#/definitions/LifecycleConfiguration",
    names: {
      "rules.abortIncompleteMultipartUpload.daysAfterInitiation": "DaysAfterInitiation",
      "rules.expiration": ".",
      "rules.expiration.date": "ExpirationDate",
      "rules.expiration.days": "ExpirationInDays",
    },
    // In CloudFormation the members of a filter are those of the rule.
    unchecked: ["rules.filter"],
    formats: bucket,
    replaces: ["bucket", "expectedBucketOwner"],
  },
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": {
    schema: "AWS::S3::Bucket#/definitions/OwnershipControls",
    names: { rule: "Rules.0" },
    formats: bucket,
    replaces: ["bucket"],
  },
  "aws:s3/bucketPolicy:BucketPolicy": {
    schema: "AWS::S3::BucketPolicy",
    names: { policy: "PolicyDocument" },
    parts: { policy: resourcePolicy },
    formats: bucket,
  },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
    schema: "AWS::S3::Bucket#/definitions/PublicAccessBlockConfiguration",
    formats: bucket,
    replaces: ["bucket"],
  },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
    schema: "AWS::S3::Bucket#/definitions/BucketEncryption",
    names: {
      rules: "ServerSideEncryptionConfiguration",
      "rules.applyServerSideEncryptionByDefault": "ServerSideEncryptionByDefault",
    },
    formats: bucket,
    replaces: ["bucket", "expectedBucketOwner"],
  },
  "aws:s3/bucketVersioning:BucketVersioning": {
    schema: "AWS::S3::Bucket#/definitions/VersioningConfiguration",
    names: {
      versioningConfiguration: ".",
      // `Disabled` is for a bucket that never had versions; CloudFormation leaves it unset.
      "versioningConfiguration.status": { to: "Status", values: { Disabled: undefined } },
    },
    optional: ["Status"],
    formats: bucket,
    replaces: ["bucket", "expectedBucketOwner"],
  },
};
