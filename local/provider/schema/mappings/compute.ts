import { type Mappings, resourcePolicy, type Target } from "../mapping.ts";

/** CloudFormation has a disk's settings in the object `Ebs` of a block device mapping. */
const disk = (path: string): Readonly<Record<string, Target>> => ({
  [`${path}.deleteOnTermination`]: "Ebs.DeleteOnTermination",
  [`${path}.encrypted`]: "Ebs.Encrypted",
  [`${path}.iops`]: "Ebs.Iops",
  [`${path}.kmsKeyId`]: "Ebs.KmsKeyId",
  [`${path}.snapshotId`]: "Ebs.SnapshotId",
  [`${path}.volumeSize`]: "Ebs.VolumeSize",
  [`${path}.volumeType`]: "Ebs.VolumeType",
});

/** The version that Pulumi's provider uses by default. */
const defaultVersion = { Version: "$Default" };

const repository = "AWS::ECR::Repository";

const functionName = { functionName: "AWS::Lambda::Function.Name" };

export const computeMappings: Mappings = {
  "aws:ec2/instance:Instance": {
    schema: "AWS::EC2::Instance",
    names: {
      ami: "ImageId",
      ebsBlockDevices: "BlockDeviceMappings",
      ...disk("ebsBlockDevices"),
      hibernation: "HibernationOptions.Configured",
      "launchTemplate.id": { to: "LaunchTemplateId", with: defaultVersion },
      "launchTemplate.name": { to: "LaunchTemplateName", with: defaultVersion },
      placementGroup: "PlacementGroupName",
      privateIp: "PrivateIpAddress",
      userDataBase64: "UserData",
      vpcSecurityGroupIds: "SecurityGroupIds",
    },
    replaces: [
      "associatePublicIpAddress",
      "ebsBlockDevices",
      "ephemeralBlockDevices",
      "hibernation",
      "placementGroup",
      "tenancy",
    ],
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
    schema: repository,
    names: { policy: "LifecyclePolicy.LifecyclePolicyText", repository: "RepositoryName" },
    formats: { repository: "AWS::ECR::Repository.Name" },
    replaces: ["policy"],
  },
  "aws:ecr/repository:Repository": {
    schema: repository,
    names: {
      name: "RepositoryName",
      forceDelete: "EmptyOnDelete",
      "imageTagMutabilityExclusionFilters.filter": "ImageTagMutabilityExclusionFilterValue",
      "imageTagMutabilityExclusionFilters.filterType": "ImageTagMutabilityExclusionFilterType",
    },
    optional: ["EncryptionConfiguration.EncryptionType"],
  },
  "aws:ecr/repositoryPolicy:RepositoryPolicy": {
    schema: repository,
    names: { repository: "RepositoryName" },
    parts: { policy: { ...resourcePolicy, schema: "iam/policy_resource_ecr" } },
    formats: { repository: "AWS::ECR::Repository.Name" },
  },
  "aws:ecs/cluster:Cluster": {
    schema: "AWS::ECS::Cluster",
    names: {
      name: "ClusterName",
      settings: "ClusterSettings",
      "configuration.executeCommandConfiguration.logConfiguration.s3BucketEncryptionEnabled":
        "S3EncryptionEnabled",
    },
  },
  "aws:ecs/service:Service": {
    schema: "AWS::ECS::Service",
    names: {
      name: "ServiceName",
      alarms: "DeploymentConfiguration.Alarms",
      deploymentCircuitBreaker: "DeploymentConfiguration.DeploymentCircuitBreaker",
      deploymentMaximumPercent: "DeploymentConfiguration.MaximumPercent",
      deploymentMinimumHealthyPercent: "DeploymentConfiguration.MinimumHealthyPercent",
      forceNewDeployment: "ForceNewDeployment.EnableForceNewDeployment",
      iamRole: "Role",
      "loadBalancers.elbName": "LoadBalancerName",
      networkConfiguration: "NetworkConfiguration.AwsvpcConfiguration",
      "networkConfiguration.assignPublicIp": {
        to: "AssignPublicIp",
        values: { true: "ENABLED", false: "DISABLED" },
      },
      orderedPlacementStrategies: "PlacementStrategies",
      propagateTags: { to: "PropagateTags", values: { NONE: undefined } },
      "serviceConnectConfiguration.services.tls.issuerCertAuthority": "IssuerCertificateAuthority",
      "volumeConfiguration.managedEbsVolume.sizeInGb": "SizeInGiB",
    },
    optional: ["ServiceConnectConfiguration.Services.ClientAliases.TestTrafficRules.Header"],
    formats: { cluster: "AWS::ECS::Cluster.Name" },
    rules: { "": ["aws_ecs_service/fargate"] },
    replaces: ["launchType"],
  },
  "aws:ecs/taskDefinition:TaskDefinition": {
    schema: "AWS::ECS::TaskDefinition",
    names: {
      "proxyConfiguration.properties": "ProxyConfigurationProperties",
      "volumes.configureAtLaunch": "ConfiguredAtLaunch",
      "volumes.hostPath": "Host.SourcePath",
    },
    rules: {
      "": [
        "aws_ecs_taskdefinition/fargate_cpu_memory",
        "aws_ecs_taskdefinition/fargate_properties",
      ],
      ContainerDefinitions: ["aws_ecs_taskdefinition/containerdefinitions_essential"],
      "ContainerDefinitions.*.LogConfiguration": ["aws_ecs_taskdefinition/logging_configuration"],
    },
    replaces: "all",
    updatable: ["skipDestroy", "trackLatest"],
  },
  "aws:lambda/alias:Alias": {
    schema: "AWS::Lambda::Alias",
    // A map of weights in Pulumi, a list in CloudFormation.
    unchecked: ["routingConfig"],
    optional: ["Name"],
    formats: functionName,
  },
  "aws:lambda/eventSourceMapping:EventSourceMapping": {
    schema: "AWS::Lambda::EventSourceMapping",
    // A date in Pulumi, a number in CloudFormation.
    unchecked: ["startingPositionTimestamp"],
    formats: { ...functionName, eventSourceArn: "arn" },
    rules: {
      "": [
        "aws_lambda_eventsourcemapping/eventsourcearn_sqs_exclusive",
        "aws_lambda_eventsourcemapping/eventsourcearn_stream_inclusive",
      ],
    },
    replaces: ["eventSourceArn", "startingPosition", "startingPositionTimestamp"],
  },
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": {
    schema: "AWS::Lambda::EventInvokeConfig",
    optional: ["Qualifier"],
    formats: {
      ...functionName,
      "destinationConfig.onFailure.destination": "arn",
      "destinationConfig.onSuccess.destination": "arn",
    },
  },
  "aws:lambda/function:Function": {
    schema: "AWS::Lambda::Function",
    names: {
      name: "FunctionName",
      code: "Code",
      imageUri: "Code.ImageUri",
      s3Bucket: "Code.S3Bucket",
      s3Key: "Code.S3Key",
      s3ObjectVersion: "Code.S3ObjectVersion",
      sourceKmsKeyArn: "Code.SourceKMSKeyArn",
      "durableConfig.retentionPeriod": "RetentionPeriodInDays",
      // In Pulumi's provider, -1 means no limit.
      reservedConcurrentExecutions: {
        to: "ReservedConcurrentExecutions",
        values: { "-1": undefined },
      },
    },
    optional: ["EphemeralStorage.Size"],
    formats: {
      role: "AWS::IAM::Role.Arn",
      "loggingConfig.logGroup": "AWS::Logs::LogGroup.Name",
      "deadLetterConfig.targetArn": "arn",
    },
    rules: {
      "": [
        "aws_lambda_function/capacity_provider_timeout",
        "aws_lambda_function/loglevel_logformat",
        "aws_lambda_function/packagetype_image_exclusions",
      ],
      "Environment.Variables": ["aws_lambda_function/environment_variable_keys"],
    },
  },
  "aws:lambda/permission:Permission": {
    schema: "AWS::Lambda::Permission",
    names: { function: "FunctionName", statementId: "Id" },
    formats: { function: "AWS::Lambda::Function.Name" },
    replaces: "all",
  },
  "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": {
    schema: "AWS::Lambda::Alias",
    names: {
      provisionedConcurrentExecutions:
        "ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions",
    },
    optional: ["FunctionVersion", "Name"],
    formats: functionName,
    replaces: ["qualifier"],
  },
};
