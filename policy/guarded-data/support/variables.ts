import { knownCopy } from "../../model/knownCopy.ts";
import type { ResourceView } from "../../model/resourceView.ts";

/** A variable of a program's environment. */
export interface Variable {
  /** Where it is, such as `environment.variables.DB_HOST`. */
  readonly path: string;
  readonly name: string;
  readonly value: unknown;
}

/** Where each type has variables: as a map, as a list of names and values, or within JSON. */
export const variablePaths: Readonly<Record<string, readonly string[]>> = {
  "aws:lambda/function:Function": ["environment.variables"],
  "aws:ecs/taskDefinition:TaskDefinition": ["containerDefinitions"],
  "aws:batch/jobDefinition:JobDefinition": [
    "containerProperties",
    "ecsProperties",
    "nodeProperties",
  ],
  "aws:apprunner/service:Service": [
    "sourceConfiguration.imageRepository.imageConfiguration.runtimeEnvironmentVariables",
    "sourceConfiguration.codeRepository.codeConfiguration.codeConfigurationValues.runtimeEnvironmentVariables",
  ],
  "aws:codebuild/project:Project": ["environment.environmentVariables"],
  "aws:synthetics/canary:Canary": ["runConfig.environmentVariables"],
  "aws:amplify/app:App": ["environmentVariables"],
  "aws:amplify/branch:Branch": ["environmentVariables"],
  "aws:lightsail/containerServiceDeploymentVersion:ContainerServiceDeploymentVersion": [
    "containers.environment",
  ],
  "aws:elasticbeanstalk/environment:Environment": ["settings"],
};

/** The variables of a resource, as far as they are known. */
export const variablesOf = (resource: ResourceView): Variable[] =>
  (variablePaths[resource.type] ?? []).flatMap((path) =>
    resource.hintsAt(path).flatMap((written) => variablesIn(knownCopy(written), path)),
  );

function variablesIn(written: unknown, path: string): Variable[] {
  if (typeof written === "string") return variablesOfContainers(parseJson(written), path);
  if (!isObject(written)) return [];
  if (typeof written["name"] !== "string" || !("value" in written)) {
    return Object.entries(written).map(([name, value]) => ({
      path: `${path}.${name}`,
      name,
      value,
    }));
  }
  // Of a parameter or a secret, CodeBuild's value is the name. Elastic Beanstalk has other options too.
  const { name, value, type = "PLAINTEXT", namespace = environmentNamespace } = written;
  if (type !== "PLAINTEXT" || namespace !== environmentNamespace) return [];
  return [{ path: `${path}.${name}`, name, value }];
}

const environmentNamespace = "aws:elasticbeanstalk:application:environment";

/** Variables of containers, at whatever depth of a document the containers are. */
function variablesOfContainers(document: unknown, path: string): Variable[] {
  if (Array.isArray(document)) {
    return document.flatMap((element, index) =>
      variablesOfContainers(element, `${path}[${index}]`),
    );
  }
  if (!isObject(document)) return [];
  return Object.entries(document).flatMap(([key, value]) =>
    key === "environment" && Array.isArray(value)
      ? value.flatMap((variable) => variablesIn(variable, `${path}.${key}`))
      : variablesOfContainers(value, `${path}.${key}`),
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
