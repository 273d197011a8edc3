import { type Mappings, resourcePolicy } from "../mapping.ts";

const repository = "AWS::ECR::Repository";

export const containerMappings: Mappings = {
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
    keeps: ["skipDestroy", "trackLatest"],
  },
};
