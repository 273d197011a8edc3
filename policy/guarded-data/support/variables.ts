import { isObject, parseJson } from "../../model/json.ts";
import { isUnknown, type ResourceView } from "../../model/resourceView.ts";

/**
 * Properties with plain-text variables, by type: as a map, as a list of names and values, as
 * arguments, or within JSON. Properties that hold only references, such as `secrets` of containers,
 * are not listed.
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
  "aws:appsync/graphQLApi:GraphQLApi": ["environmentVariables"],
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
  "aws:glue/connection:Connection": ["connectionProperties"],
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

/** An environment variable, or a part of one. */
export interface Variable {
  /** Such as `environment.variables.DB_HOST`. */
  readonly path: string;
  readonly name: string;
  /** An `Unknown` if it is not known before the deployment or encrypted. */
  readonly value: unknown;
}

/** The variables of a resource, as far as they are known. */
export const variablesOf = (resource: ResourceView): Variable[] =>
  (variablePaths[resource.type] ?? []).flatMap((path) => {
    const written = resource.hintsAt(path);
    return /(commands|entryPoints)$/.test(path)
      ? argumentsIn(written, path)
      : written.flatMap((value) => variablesAt(value, path));
  });

/** The variables at a path: a map, a name with its value, or JSON text that contains either. */
function variablesAt(written: unknown, path: string): Variable[] {
  if (typeof written === "string") return variablesInDocument(parseDocument(written), path);
  if (!isObject(written) || isUnknown(written)) return [];
  return isPair(written) ? variableOf(written, path) : variablesInMap(written, path);
}

const variablesInMap = (map: Record<string, unknown>, path: string): Variable[] =>
  Object.entries(map).map(([name, value]) => ({ path: `${path}.${name}`, name, value }));

/** An object with a name, a value and no unrelated keys. Anything else is a map with such keys. */
const isPair = (written: unknown): written is Record<string, unknown> =>
  isObject(written) &&
  typeof written["name"] === "string" &&
  "value" in written &&
  Object.keys(written).every((key) =>
    ["name", "value", "type", "namespace", "resource"].includes(key),
  );

/**
 * For parameters and secrets, CodeBuild's value is only a name. Elastic Beanstalk lists other
 * options too.
 */
function variableOf(pair: Record<string, unknown>, path: string): Variable[] {
  const { value, type = "PLAINTEXT", namespace = environmentNamespace } = pair;
  const name = String(pair["name"]);
  if (type !== "PLAINTEXT" || !plainNamespaces.includes(String(namespace))) return [];
  return [{ path: `${path}.${name}`, name, value }];
}

const environmentNamespace = "aws:elasticbeanstalk:application:environment";
/** The second has the password of the database: `DBPassword`. */
const plainNamespaces: readonly string[] = [environmentNamespace, "aws:rds:dbinstance"];

/** Variables, arguments and options of containers, at any depth of a document. */
function variablesInDocument(document: unknown, path: string): Variable[] {
  if (Array.isArray(document)) {
    return document.flatMap((element, index) =>
      isPair(element)
        ? variableOf(element, path)
        : variablesInDocument(element, `${path}[${index}]`),
    );
  }
  if (!isObject(document) || isUnknown(document)) return [];
  return Object.entries(document).flatMap(([key, value]) => {
    const inner = `${path}.${key}`;
    if (/^(command|entryPoint)$/i.test(key) && Array.isArray(value)) {
      return argumentsIn(value, inner);
    }
    return /^(options|dockerLabels)$/i.test(key) && isObject(value)
      ? variablesInMap(value, inner)
      : variablesInDocument(value, inner);
  });
}

/** Arguments of a command, each named by the option before it. */
const argumentsIn = (list: readonly unknown[], path: string): Variable[] =>
  list.map((value, index) => {
    const [, named] = /^--?([A-Za-z][\w.-]*)$/.exec(String(list[index - 1] ?? "")) ?? [];
    const isNext = named !== undefined && !String(value).startsWith("-");
    return { path: `${path}[${index}]`, name: isNext ? named : "", value };
  });

/**
 * The parts of a variable that contains JSON, as text or in Base64; `undefined` for other values.
 */
export function partsOf({ path, value }: Variable): Variable[] | undefined {
  const document = typeof value === "string" ? parseDocument(decoded(value)) : undefined;
  return typeof document === "object" && document !== null ? leavesOf(document, path) : undefined;
}

function leavesOf(holder: object, path: string, name = ""): Variable[] {
  if (isPair(holder)) return variableOf(holder, path);
  return Object.entries(holder).flatMap(([key, value]: [string, unknown]) => {
    const isList = Array.isArray(holder);
    const leaf = {
      path: isList ? `${path}[${key}]` : `${path}.${key}`,
      name: isList ? name : key,
      value,
    };
    return typeof value === "object" && value !== null
      ? leavesOf(value, leaf.path, leaf.name)
      : [leaf];
  });
}

/** Decodes text that is in Base64; returns other text unchanged. */
export function decoded(text: string): string {
  if (!/^[A-Za-z0-9+/\s]{16,}={0,2}\s*$/.test(text)) return text;
  const bytes = Buffer.from(text, "base64").toString();
  return /^[\t\n\r\x20-\x7e]+$/.test(bytes) ? bytes : text;
}

const parseDocument = (text: string): unknown =>
  /^\s*[[{]/.test(text) ? parseJson(text) : undefined;
