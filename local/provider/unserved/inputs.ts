/**
 * Inputs of a type without effect on one machine, as paths separated by spaces. Those that the provider does not
 * send to the AWS endpoint, but that another part of the platform reads, such as the gateway, are in no list.
 */
export interface InputsWithoutEffect {
  /** Not sent. AWS behaves differently with them, so the start names them. */
  readonly dropped?: string;
  /** Sent, checked and read back, and otherwise like `dropped`. */
  readonly kept?: string;
  /** Not sent. Nobody can see a difference on one machine, or docs/local.md lists it. */
  readonly inert?: string;
}

/**
 * By type. A new version of `@pulumi/aws` with another input needs a decision here: `names.test.ts` fails
 * until it is in a list.
 */
export const inputsWithoutEffect: Readonly<Record<string, InputsWithoutEffect>> = {
  // One task runs, whatever the load.
  "aws:appautoscaling/target:Target": { dropped: "maxCapacity" },
  "aws:cloudwatch/eventRule:EventRule": { inert: "forceDestroy isEnabled", dropped: "namePrefix" },
  "aws:cloudwatch/eventTarget:EventTarget": { inert: "forceDestroy" },
  "aws:cognito/logDeliveryConfiguration:LogDeliveryConfiguration": { kept: "logConfigurations" },
  "aws:cognito/riskConfiguration:RiskConfiguration": {
    kept: `
      accountTakeoverRiskConfiguration compromisedCredentialsRiskConfiguration
      riskExceptionConfiguration`,
  },
  "aws:cognito/userPool:UserPool": {
    kept: `
      userPoolAddOns.advancedSecurityAdditionalFlows userPoolAddOns.advancedSecurityMode
      verificationMessageTemplate.defaultEmailOption`,
  },
  "aws:cognito/userPoolClient:UserPoolClient": {
    kept: "analyticsConfiguration enablePropagateAdditionalUserContextData",
  },
  "aws:dynamodb/table:Table": {
    dropped: `
      importTable restoreBackupArn restoreDateTime restoreSourceName restoreSourceTableArn
      restoreToLatestTime`,
    // Capacities limit nothing here. The keys of an index are sent as `keySchemas`.
    inert: `
      billingMode globalSecondaryIndexes.hashKey globalSecondaryIndexes.onDemandThroughput
      globalSecondaryIndexes.rangeKey globalSecondaryIndexes.readCapacity
      globalSecondaryIndexes.warmThroughput globalSecondaryIndexes.writeCapacity
      globalTableWitness onDemandThroughput pointInTimeRecovery readCapacity replicas
      serverSideEncryption tableClass tags warmThroughput writeCapacity`,
  },
  "aws:ecs/service:Service": {
    dropped:
      "serviceConnectConfiguration serviceRegistries volumeConfiguration vpcLatticeConfigurations",
  },
  "aws:ecs/taskDefinition:TaskDefinition": {
    dropped: `
      containerDefinitions.environmentFiles proxyConfiguration volumes`,
  },
  "aws:iam/policy:Policy": {
    dropped: "namePrefix",
    inert: "delayAfterPolicyCreationInMs description tags",
  },
  "aws:iam/policyAttachment:PolicyAttachment": { dropped: "groups users", inert: "name" },
  "aws:iam/role:Role": {
    dropped: "namePrefix",
    inert: "description forceDetachPolicies maxSessionDuration tags",
  },
  "aws:iam/rolePolicy:RolePolicy": { inert: "namePrefix" },
  "aws:kinesis/stream:Stream": {
    inert: "arn encryptionType enforceConsumerDeletion kmsKeyId shardCount shardLevelMetrics",
  },
  "aws:lambda/alias:Alias": { dropped: "routingConfig" },
  "aws:lambda/eventSourceMapping:EventSourceMapping": {
    dropped: "kmsKeyArn metricsConfig provisionedPollerConfig",
  },
  "aws:lambda/function:Function": {
    dropped: `
      durableConfig fileSystemConfig imageConfig imageUri layers
      reservedConcurrentExecutions s3Bucket s3Key s3ObjectVersion tenancyConfig`,
    inert: `
      architectures capacityProviderConfig codeSha256 codeSigningConfigArn deadLetterConfig
      description ephemeralStorage kmsKeyArn loggingConfig packageType publish publishTo
      replaceSecurityGroupsOnDestroy replacementSecurityGroupIds skipDestroy snapStart
      sourceCodeHash sourceKmsKeyArn tags tracingConfig useResourceTimeoutForPropagation`,
  },
  "aws:s3/bucket:Bucket": {
    dropped: `
      acl bucketPrefix grants objectLockConfiguration objectLockEnabled replicationConfiguration
      requestPayer versioning.mfaDelete website`,
    inert: `
      accelerationStatus bucketNamespace forceDestroy lifecycleRules logging
      serverSideEncryptionConfiguration tags`,
  },
  "aws:s3/bucketObject:BucketObject": {
    dropped:
      "acl objectLockLegalHoldStatus objectLockMode objectLockRetainUntilDate websiteRedirect",
    // The content is sent as the body.
    inert: `
      bucketKeyEnabled content contentBase64 etag forceDestroy kmsKeyId serverSideEncryption
      sourceHash storageClass tags`,
  },
  "aws:s3/bucketObjectv2:BucketObjectv2": {
    dropped:
      "acl objectLockLegalHoldStatus objectLockMode objectLockRetainUntilDate websiteRedirect",
    inert: `
      bucketKeyEnabled checksumAlgorithm content contentBase64 etag forceDestroy kmsKeyId
      overrideProvider serverSideEncryption sourceHash storageClass tags`,
  },
  "aws:s3/bucketVersioning:BucketVersioning": {
    dropped: "mfa versioningConfiguration.mfaDelete",
    inert: "expectedBucketOwner",
  },
  "aws:scheduler/schedule:Schedule": { dropped: "namePrefix", inert: "description kmsKeyArn" },
  "aws:scheduler/scheduleGroup:ScheduleGroup": { dropped: "namePrefix", inert: "tags" },
  "aws:sesv2/configurationSet:ConfigurationSet": {
    dropped: "sendingOptions trackingOptions vdmOptions",
    inert: "deliveryOptions reputationOptions suppressionOptions tags",
  },
  "aws:sesv2/emailIdentity:EmailIdentity": {
    inert: "dkimSigningAttributes tags",
  },
  "aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes": {
    inert: "behaviorOnMxFailure mailFromDomain",
  },
  "aws:sfn/stateMachine:StateMachine": { dropped: "namePrefix" },
  "aws:sns/smsPreferences:SmsPreferences": {
    inert: `
      defaultSenderId defaultSmsType deliveryStatusIamRoleArn deliveryStatusSuccessSamplingRate
      monthlySpendLimit usageReportS3Bucket`,
  },
  "aws:sns/topic:Topic": {
    dropped: "archivePolicy namePrefix",
    inert: `
      applicationFailureFeedbackRoleArn applicationSuccessFeedbackRoleArn
      applicationSuccessFeedbackSampleRate firehoseFailureFeedbackRoleArn
      firehoseSuccessFeedbackRoleArn firehoseSuccessFeedbackSampleRate
      httpFailureFeedbackRoleArn httpSuccessFeedbackRoleArn httpSuccessFeedbackSampleRate
      lambdaFailureFeedbackRoleArn lambdaSuccessFeedbackRoleArn
      lambdaSuccessFeedbackSampleRate sqsFailureFeedbackRoleArn sqsSuccessFeedbackRoleArn
      sqsSuccessFeedbackSampleRate tags`,
  },
  "aws:sns/topicSubscription:TopicSubscription": {
    dropped: "replayPolicy",
    inert: "confirmationTimeoutInMinutes endpointAutoConfirms",
  },
  "aws:sqs/queue:Queue": { dropped: "namePrefix", inert: "tags" },
};

/** Values that mean the same as none. */
export const neutralValues: Readonly<Record<string, readonly unknown[]>> = {
  advancedSecurityMode: ["OFF"],
  acl: ["private", "bucket-owner-full-control", "bucket-owner-read"],
  defaultEmailOption: ["CONFIRM_WITH_CODE"],
  mfaDelete: ["Disabled"],
  objectLockLegalHoldStatus: ["OFF"],
  requestPayer: ["BucketOwner"],
  reservedConcurrentExecutions: [-1],
};
