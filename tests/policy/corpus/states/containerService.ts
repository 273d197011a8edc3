import { ExportedStack } from "../support/exportedStack.ts";
import { defaultVpc } from "../support/kinds/kind.ts";
import { everything } from "../support/networks.ts";
import { trust } from "../support/policies.ts";
import type { CorpusState } from "../support/state.ts";

const awsx = new ExportedStack({ project: "container", region: "us-east-2" });
const clusterInDefault = awsx.aws("ecs.Cluster", "cluster");
const front = awsx.component("awsx:lb:ApplicationLoadBalancer", "loadbalancer");
const anyone = { ...everything, ipv6CidrBlocks: ["::/0"] };
const frontDoor = awsx.aws(
  "ec2.SecurityGroup",
  "loadbalancer",
  { vpcId: defaultVpc.vpc, ingress: [anyone], egress: [anyone] },
  { parent: front },
);
const publicBalancer = awsx.aws(
  "lb.LoadBalancer",
  "loadbalancer",
  { subnets: defaultVpc.subnets, securityGroups: [frontDoor.id] },
  { parent: front },
);
const targetGroup = awsx.aws(
  "lb.TargetGroup",
  "loadbalancer",
  { vpcId: defaultVpc.vpc, port: 80, protocol: "HTTP", targetType: "ip" },
  { parent: front },
);
awsx.aws(
  "lb.Listener",
  "loadbalancer-0",
  {
    loadBalancerArn: publicBalancer.arn,
    port: 80,
    protocol: "HTTP",
    defaultActions: [{ type: "forward", targetGroupArn: targetGroup.arn }],
  },
  { parent: front },
);
const repository = awsx.component("awsx:ecr:Repository", "repo");
awsx.aws("ecr.Repository", "repo", { forceDelete: true }, { parent: repository });
const service = awsx.component("awsx:ecs:FargateService", "service");
const inService = { parent: service };
const serviceGroup = awsx.aws(
  "ec2.SecurityGroup",
  "service",
  { vpcId: defaultVpc.vpc, ingress: [anyone], egress: [anyone] },
  inService,
);
const logs = awsx.aws("cloudwatch.LogGroup", "service", { retentionInDays: 7 }, inService);
const roles = ["service-execution", "service-task"].map((name) =>
  awsx.aws("iam.Role", name, { assumeRolePolicy: trust("ecs-tasks.amazonaws.com") }, inService),
);
const definition = awsx.aws(
  "ecs.TaskDefinition",
  "service",
  {
    family: "service-6e3b3c1d",
    cpu: "512",
    memory: "128",
    networkMode: "awsvpc",
    requiresCompatibilities: ["FARGATE"],
    executionRoleArn: roles[0]!.arn,
    taskRoleArn: roles[1]!.arn,
    containerDefinitions: JSON.stringify([
      {
        name: "container",
        image: "111122223333.dkr.ecr.us-east-2.amazonaws.com/repo@sha256:0a",
        portMappings: [{ containerPort: 80 }],
        logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": logs.name } },
      },
    ]),
  },
  inService,
);
awsx.aws(
  "ecs.Service",
  "service",
  {
    cluster: clusterInDefault.arn,
    desiredCount: 1,
    launchType: "FARGATE",
    taskDefinition: definition.arn,
    networkConfiguration: {
      assignPublicIp: true,
      subnets: defaultVpc.subnets,
      securityGroups: [serviceGroup.id],
    },
    loadBalancers: [
      { targetGroupArn: targetGroup.arn, containerName: "container", containerPort: 80 },
    ],
  },
  inService,
);

/** As Pulumi's template container-aws: awsx finds the default VPC and its subnets by a lookup. */
export const containerService: CorpusState = {
  about: "a container on Fargate behind a public load balancer, in the default VPC",
  stack: awsx,
  mandatory: {
    "forbid-internet-ingress loadbalancer": "the group is open to 0.0.0.0/0 and ::/0",
    "forbid-internet-ingress service": "so is the tasks'",
    "forbid-internet-facing-load-balancers loadbalancer": "internal is not set",
    "forbid-public-addresses service": "assignPublicIp",
    "forbid-paths-from-internet service":
      "its public address and its open group speak for themselves",
    "require-https-listeners loadbalancer-0": "it serves the site without TLS",
  },
  advisory: {
    "require-log-keys service": "no customer managed key",
    "require-source-of-service-trust service-execution": "no condition on aws:SourceAccount",
    "require-source-of-service-trust service-task": "no condition on aws:SourceAccount",
  },
  undecided: {
    "require-private-subnets": "the subnets come from a lookup: their routes are not in the state",
  },
};
