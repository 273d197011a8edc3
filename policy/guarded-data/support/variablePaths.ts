/**
 * Where each type has variables in plain: as a map, as a list of names and values, as arguments, or
 * within JSON. What holds references only, such as `secrets` of containers, is not here.
 */
export const variablePaths: Readonly<Record<string, readonly string[]>> = {
  "aws:lambda/function:Function": ["environment.variables"],
  "aws:lambda/microvmsImage:MicrovmsImage": ["environmentVariables"],
  "aws:lambdamicrovms/image:Image": ["environmentVariables"],
  "aws:ecs/taskDefinition:TaskDefinition": ["containerDefinitions"],
  "aws:ecs/daemonTaskDefinition:DaemonTaskDefinition": [
    "containerDefinitions.environments",
    "containerDefinitions.logConfiguration.options",
    "containerDefinitions.commands",
    "containerDefinitions.entryPoints",
  ],
  "aws:ecs/expressGatewayService:ExpressGatewayService": [
    "primaryContainer.environments",
    "primaryContainer.commands",
  ],
  "aws:ecs/service:Service": ["serviceConnectConfiguration.logConfiguration.options"],
  "aws:batch/jobDefinition:JobDefinition": [
    "containerProperties",
    "ecsProperties",
    "nodeProperties",
    "eksProperties.podProperties.containers.envs",
    "eksProperties.podProperties.initContainers.envs",
    "parameters",
  ],
  "aws:pipes/pipe:Pipe": [
    "targetParameters.batchJobParameters.containerOverrides.environments",
    "targetParameters.ecsTaskParameters.overrides.containerOverrides.environments",
  ],
  "aws:apprunner/service:Service": [
    "sourceConfiguration.imageRepository.imageConfiguration.runtimeEnvironmentVariables",
    "sourceConfiguration.codeRepository.codeConfiguration.codeConfigurationValues.runtimeEnvironmentVariables",
  ],
  "aws:apigateway/stage:Stage": ["variables", "canarySettings.stageVariableOverrides"],
  "aws:apigateway/deployment:Deployment": ["variables"],
  "aws:apigatewayv2/stage:Stage": ["stageVariables"],
  "aws:codebuild/project:Project": ["environment.environmentVariables"],
  "aws:codepipeline/pipeline:Pipeline": ["stages.actions.configuration.EnvironmentVariables"],
  "aws:synthetics/canary:Canary": ["runConfig.environmentVariables"],
  "aws:amplify/app:App": ["environmentVariables", "autoBranchCreationConfig.environmentVariables"],
  "aws:amplify/branch:Branch": ["environmentVariables"],
  "aws:bedrock/agentcoreAgentRuntime:AgentcoreAgentRuntime": ["environmentVariables"],
  "aws:bedrock/agentcoreHarness:AgentcoreHarness": ["environmentVariables"],
  "aws:sagemaker/model:Model": ["primaryContainer.environment", "containers.environment"],
  "aws:sagemaker/trainingJob:TrainingJob": ["environment", "hyperParameters"],
  "aws:sagemaker/hyperParameterTuningJob:HyperParameterTuningJob": [
    "trainingJobDefinition.environment",
    "trainingJobDefinitions.environment",
  ],
  "aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition": [
    "dataQualityAppSpecification.environment",
  ],
  "aws:sagemaker/monitoringSchedule:MonitoringSchedule": [
    "monitoringScheduleConfig.monitoringJobDefinition.environment",
  ],
  "aws:glue/job:Job": ["defaultArguments", "nonOverridableArguments"],
  "aws:glue/workflow:Workflow": ["defaultRunProperties"],
  "aws:kinesisanalyticsv2/application:Application": [
    "applicationConfiguration.environmentProperties.propertyGroups.propertyMap",
  ],
  "aws:mwaa/environment:Environment": ["airflowConfigurationOptions"],
  "aws:lightsail/containerServiceDeploymentVersion:ContainerServiceDeploymentVersion": [
    "containers.environment",
  ],
  "aws:elasticbeanstalk/environment:Environment": ["settings"],
  "aws:elasticbeanstalk/configurationTemplate:ConfigurationTemplate": ["settings"],
};
