import type { Resource } from "../../graph/resource.ts";

const stageType = "aws:apigateway/stage:Stage";

/**
 * The stages that deployments made by their own `stageName`, which versions of the provider before 7 have. (Registry page of
 * `aws.apigateway.Deployment`, version 6)
 */
export function deployedStages(resources: readonly Resource[]): Resource[] {
  const keyOf = ({ outputs }: Resource) =>
    `${String(outputs["restApi"])}/${String(outputs["stageName"])}`;
  const declared = resources.filter(({ type }) => type === stageType).map(keyOf);
  const made = resources.filter(
    (resource) =>
      resource.type === "aws:apigateway/deployment:Deployment" &&
      Boolean(resource.outputs["stageName"]) &&
      !declared.includes(keyOf(resource)),
  );
  return [...new Map(made.map((deployment) => [keyOf(deployment), deployment])).values()].map(
    stageOf,
  );
}

function stageOf({ name, id, inputs, outputs }: Resource): Resource {
  const { restApi, stageName, variables, executionArn } = outputs;
  const [, partition, , region] = String(executionArn ?? "arn:aws:execute-api").split(":");
  const arn = `arn:${partition}:apigateway:${region ?? ""}::/restapis/${String(restApi)}/stages/${String(stageName)}`;
  return {
    type: stageType,
    name,
    id: `ags-${String(restApi)}-${String(stageName)}`,
    inputs,
    outputs: { restApi, stageName, variables, arn, deployment: id },
  };
}
