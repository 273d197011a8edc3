import { arn, digits, physicalName, required, type ResourceKinds } from "../kind.ts";

export const containerKinds: ResourceKinds = {
  "aws:ecs/cluster:Cluster": (request) => {
    const name = physicalName(request);
    const id = arn(request, "ecs", `cluster/${name}`);
    return { id, outputs: { arn: id, name } };
  },
  "aws:ecs/taskDefinition:TaskDefinition": (request) => {
    const family = required(request, "family");
    const id = arn(request, "ecs", `task-definition/${family}:1`);
    return { id: family, outputs: { arn: id, revision: 1 } };
  },
  "aws:ecs/service:Service": (request) => {
    const name = physicalName(request);
    const cluster = required(request, "cluster").split("/").at(-1);
    const id = arn(request, "ecs", `service/${cluster}/${name}`);
    return { id, outputs: { arn: id, name } };
  },
  "aws:ecr/repository:Repository": (request) => {
    const name = physicalName(request);
    const { accountId, region } = request.context;
    return {
      id: name,
      outputs: {
        name,
        arn: arn(request, "ecr", `repository/${name}`),
        repositoryUrl: `${accountId}.dkr.ecr.${region}.amazonaws.com/${name}`,
      },
    };
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": (request) => ({
    id: required(request, "repository"),
    outputs: {},
  }),
  // Remote component; nothing is built here: a service runs from the image's build context.
  "awsx:ecr:Image": (request) => {
    const imageUri = `${required(request, "repositoryUrl")}@sha256:${digits(request, 64)}`;
    return { id: imageUri, outputs: { imageUri } };
  },
};
