import { ExportedStack } from "../support/exportedStack.ts";
import { addRole } from "../support/functions.ts";
import { addNetwork } from "../support/networks.ts";
import type { CorpusState } from "../support/state.ts";

const stack = new ExportedStack({ project: "lambda-efs", plugin: "6.8.0" });
const { vpc, publicSubnets, privateSubnets } = addNetwork(stack, "vpc");
const group = vpc.output("defaultSecurityGroupId");
const files = stack.aws("efs.FileSystem", "filesystem");
for (const [index, subnet] of publicSubnets.entries()) {
  stack.aws("efs.MountTarget", `fs-mount-${index}`, {
    fileSystemId: files.id,
    subnetId: subnet.id,
    securityGroups: [group],
  });
}
const access = stack.aws("efs.AccessPoint", "ap", {
  fileSystemId: files.id,
  posixUser: { uid: 1000, gid: 1000 },
});
const role = addRole(stack, "getHandler", "lambda.amazonaws.com", [
  "service-role/AWSLambdaVPCAccessExecutionRole",
  "AWSLambda_FullAccess",
]);
const vpcConfig = {
  subnetIds: privateSubnets.map(({ id }) => id),
  securityGroupIds: [group],
};
stack.aws(
  "lambda.Function",
  "getHandler",
  {
    runtime: "nodejs18.x",
    handler: "__index.handler",
    role: role.arn,
    vpcConfig,
    fileSystemConfig: { arn: access.arn, localMountPath: "/mnt/storage" },
  },
  { outputs: { vpcConfig: { ...vpcConfig, vpcId: vpc.id } } },
);
const cluster = stack.aws("ecs.Cluster", "cluster");
const execution = addRole(stack, "nginx-execution", "ecs-tasks.amazonaws.com");
const task = stack.aws("ecs.TaskDefinition", "nginx", {
  family: "nginx",
  networkMode: "awsvpc",
  requiresCompatibilities: ["FARGATE"],
  executionRoleArn: execution.arn,
  containerDefinitions: JSON.stringify([
    { name: "nginx", image: "nginx", memory: 128, portMappings: [{ containerPort: 80 }] },
  ]),
  volumes: [
    {
      name: "efs",
      efsVolumeConfiguration: {
        fileSystemId: files.id,
        authorizationConfig: { accessPointId: access.id },
      },
    },
  ],
});
stack.aws("ecs.Service", "nginx", {
  cluster: cluster.arn,
  launchType: "FARGATE",
  taskDefinition: task.arn,
  networkConfiguration: {
    subnets: publicSubnets.map(({ id }) => id),
    securityGroups: [group],
    assignPublicIp: true,
  },
});

/** As pulumi/examples' aws-ts-lambda-efs, without its API. */
export const sharedFiles: CorpusState = {
  about: "a file system for a function and for a task with a public address",
  stack,
  mandatory: {
    "forbid-public-subnet-addresses vpc-public-1": "mapPublicIpOnLaunch",
    "forbid-public-subnet-addresses vpc-public-2": "mapPublicIpOnLaunch",
    "require-encrypted-storage filesystem": "encrypted is not set",
    "require-encrypted-transit nginx": "transitEncryption is not set, which means DISABLED",
    "require-private-subnets fs-mount-0": "its subnet has a route to the internet gateway",
    "require-private-subnets fs-mount-1": "its subnet has a route to the internet gateway",
    "require-private-subnets nginx": "its subnets have a route to the internet gateway",
    "forbid-public-addresses nginx": "assignPublicIp",
  },
  advisory: {
    "forbid-service-wildcards getHandler-AWSLambda_FullAccess": "all actions of Lambda",
    "forbid-near-paths-from-internet nginx":
      "only the default security group keeps the internet out",
    "require-source-of-service-trust nginx-execution": "no condition on aws:SourceAccount",
  },
};
