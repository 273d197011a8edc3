import { type Mappings, resourcePolicy } from "../mapping.ts";

export const searchMappings: Mappings = {
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": {
    schema: "AWS::Logs::SubscriptionFilter",
    names: { name: "FilterName", logGroup: "LogGroupName" },
    // An empty pattern matches each line.
    optional: ["FilterPattern"],
  },
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": {
    schema: "AWS::KinesisFirehose::DeliveryStream",
    names: {
      name: "DeliveryStreamName",
      serverSideEncryption: "DeliveryStreamEncryptionConfigurationInput",
      opensearchConfiguration: "AmazonopensearchserviceDestinationConfiguration",
      "opensearchConfiguration.bufferingInterval": "BufferingHints.IntervalInSeconds",
      "opensearchConfiguration.bufferingSize": "BufferingHints.SizeInMBs",
      "opensearchConfiguration.domainArn": "DomainARN",
      "opensearchConfiguration.retryDuration": "RetryOptions.DurationInSeconds",
      "opensearchConfiguration.roleArn": "RoleARN",
      "opensearchConfiguration.s3Configuration.bucketArn": "BucketARN",
      "opensearchConfiguration.s3Configuration.roleArn": "RoleARN",
      "opensearchConfiguration.vpcConfig": "VpcConfiguration",
      "opensearchConfiguration.vpcConfig.roleArn": "RoleARN",
      extendedS3Configuration: "ExtendedS3DestinationConfiguration",
      "extendedS3Configuration.bucketArn": "BucketARN",
      "extendedS3Configuration.bufferingInterval": "BufferingHints.IntervalInSeconds",
      "extendedS3Configuration.bufferingSize": "BufferingHints.SizeInMBs",
      "extendedS3Configuration.roleArn": "RoleARN",
    },
    // Which of the configurations it is, and whether it encrypts.
    unchecked: ["destination", "serverSideEncryption.enabled"],
    replaces: ["destination"],
  },
  "aws:opensearch/domain:Domain": {
    schema: "AWS::OpenSearchService::Domain",
    names: {
      advancedSecurityOptions: "AdvancedSecurityOptions",
      ebsOptions: "EBSOptions",
      "ebsOptions.ebsEnabled": "EBSEnabled",
      encryptAtRest: "EncryptionAtRestOptions",
      nodeToNodeEncryption: "NodeToNodeEncryptionOptions",
      "domainEndpointOptions.enforceHttps": "EnforceHTTPS",
      "domainEndpointOptions.tlsSecurityPolicy": "TLSSecurityPolicy",
      vpcOptions: "VPCOptions",
      accessPolicies: "AccessPolicies",
    },
    parts: { accessPolicies: resourcePolicy },
    // A domain in a VPC stays in one.
    replaces: ["domainName"],
  },
  "aws:secretsmanager/secret:Secret": {
    schema: "AWS::SecretsManager::Secret",
    unchecked: ["forceOverwriteReplicaSecret", "recoveryWindowInDays"],
    replaces: ["name"],
  },
};
