import { arn, digits, physicalName, required, type ResourceKinds } from "../kind.ts";

export const containerKinds: ResourceKinds = {
  "aws:ecs/cluster:Cluster": {
    autoname: "name",
    create: (request) => {
      const name = physicalName(request);
      const id = arn(request, "ecs", `cluster/${name}`);
      return { id, outputs: { arn: id, name } };
    },
  },
  "aws:ecs/taskDefinition:TaskDefinition": {
    create: (request) => {
      const family = required(request, "family");
      // AWS counts a family's revisions; here each is told by digits of its own.
      const revision = request.context.nonce ? parseInt(digits(request, 7), 16) : 1;
      const arnWithoutRevision = arn(request, "ecs", `task-definition/${family}`);
      return {
        id: family,
        outputs: { arn: `${arnWithoutRevision}:${revision}`, arnWithoutRevision, revision },
      };
    },
  },
  "aws:ecs/service:Service": {
    autoname: "name",
    create: (request) => {
      const name = physicalName(request);
      const cluster = required(request, "cluster").split("/").at(-1);
      const id = arn(request, "ecs", `service/${cluster}/${name}`);
      return { id, outputs: { arn: id, name } };
    },
  },
  "aws:ecr/repository:Repository": {
    autoname: "name",
    create: (request) => {
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
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
    create: (request) => ({ id: required(request, "repository"), outputs: {} }),
  },
};
