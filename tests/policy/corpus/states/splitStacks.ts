import { ExportedStack } from "../support/exportedStack.ts";
import { addNetwork, anywhere, everything, tcp, tcpFrom } from "../support/networks.ts";
import { addRole } from "../support/functions.ts";
import { allow, policyText } from "../support/policies.ts";
import type { CorpusState } from "../support/state.ts";

const networking = new ExportedStack({ project: "networking", stack: "prod", plugin: "6.66.2" });
const { vpc, publicSubnets, privateSubnets } = addNetwork(networking, "app");
const flowRole = addRole(networking, "app-flow-logs-role", "vpc-flow-logs.amazonaws.com");
const flowLogs = networking.aws("cloudwatch.LogGroup", "app-vpc-flow-logs", {});
networking.aws("iam.RolePolicy", "app-flow-log-policy", {
  role: flowRole.name,
  policy: policyText(
    allow(
      [
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "logs:DescribeLogGroups",
        "logs:DescribeLogStreams",
      ],
      "*",
    ),
  ),
});
networking.aws("ec2.FlowLog", "app-flow-logs", {
  logDestination: flowLogs.arn,
  iamRoleArn: flowRole.arn,
  vpcId: vpc.id,
  trafficType: "ALL",
});

/** As the networking stack of pulumi/examples' aws-stackreference-architecture. */
export const networkStack: CorpusState = {
  about: "a network for other stacks, with flow logs",
  stack: networking,
  mandatory: {
    "forbid-public-subnet-addresses app-public-1": "mapPublicIpOnLaunch",
    "forbid-public-subnet-addresses app-public-2": "mapPublicIpOnLaunch",
    "forbid-broad-resources app-flow-log-policy": "logs:PutLogEvents on *",
    "require-log-retention app-vpc-flow-logs": "logs are kept forever",
  },
  advisory: {
    "require-log-keys app-vpc-flow-logs": "no customer managed key",
    "require-source-of-service-trust app-flow-logs-role": "no condition on aws:SourceAccount",
  },
};

/** A stack that finds the network's ids by a stack reference. */
function referring(project: string): ExportedStack {
  const stack = new ExportedStack({ project, stack: "prod", plugin: "6.66.2" });
  const outputs = {
    vpcId: vpc.id,
    publicSubnetIds: publicSubnets.map(({ id }) => id),
    privateSubnetIds: privateSubnets.map(({ id }) => id),
  };
  stack.other(
    "pulumi:pulumi:StackReference",
    "example/networking/prod",
    { name: "example/networking/prod" },
    { outputs: { outputs, secretOutputNames: [] } },
  );
  return stack;
}

const application = referring("application");
const doorGroup = application.aws("ec2.SecurityGroup", "lb", {
  vpcId: vpc.id,
  ingress: [tcp(443, anywhere)],
  egress: [everything],
});
const appGroup = application.aws("ec2.SecurityGroup", "app", {
  vpcId: vpc.id,
  ingress: [tcpFrom(8080, doorGroup)],
  egress: [everything],
});
const balancer = application.aws("lb.LoadBalancer", "app", {
  subnets: publicSubnets.map(({ id }) => id),
  securityGroups: [doorGroup.id],
});
const targets = application.aws("lb.TargetGroup", "app", {
  port: 8080,
  protocol: "HTTP",
  targetType: "ip",
  vpcId: vpc.id,
});
application.aws("lb.Listener", "app", {
  loadBalancerArn: balancer.arn,
  port: 443,
  protocol: "HTTPS",
  sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
  certificateArn: "arn:aws:acm:us-east-1:111122223333:certificate/0f1e2d3c",
  defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
});
const cluster = application.aws("ecs.Cluster", "app");
const execution = addRole(
  application,
  "execution",
  "ecs-tasks.amazonaws.com",
  ["service-role/AmazonECSTaskExecutionRolePolicy"],
  { condition: { StringEquals: { "aws:SourceAccount": "111122223333" } } },
);
const task = application.aws("ecs.TaskDefinition", "app", {
  family: "app",
  networkMode: "awsvpc",
  requiresCompatibilities: ["FARGATE"],
  executionRoleArn: execution.arn,
  containerDefinitions: JSON.stringify([
    {
      name: "app",
      image: "111122223333.dkr.ecr.us-east-1.amazonaws.com/app:1",
      portMappings: [{ containerPort: 8080 }],
      secrets: [
        {
          name: "DB_PASSWORD",
          valueFrom: "arn:aws:secretsmanager:us-east-1:111122223333:secret:db-AbCdEf",
        },
      ],
    },
  ]),
});
application.aws("ecs.Service", "app", {
  cluster: cluster.arn,
  launchType: "FARGATE",
  taskDefinition: task.arn,
  networkConfiguration: {
    subnets: privateSubnets.map(({ id }) => id),
    securityGroups: [appGroup.id],
  },
  loadBalancers: [{ targetGroupArn: targets.arn, containerName: "app", containerPort: 8080 }],
});

/** As its application stack: a load balancer that the internet reaches decides, whatever its subnets. */
export const applicationStack: CorpusState = {
  about: "a service behind a public load balancer, in another stack's subnets",
  stack: application,
  mandatory: {
    "forbid-internet-ingress lb": "port 443 is open to 0.0.0.0/0",
    "forbid-internet-facing-load-balancers app": "internal is not set",
    "forbid-paths-from-internet app": "an internet-facing load balancer leads to it",
  },
  undecided: {
    "require-private-subnets": "the routes of the service's subnets are in the networking stack",
  },
};

const database = referring("database");
const databaseGroup = database.aws("ec2.SecurityGroup", "db", {
  vpcId: vpc.id,
  ingress: [tcp(5432, "10.0.0.0/16")],
});
const subnets = database.aws("rds.SubnetGroup", "db", {
  subnetIds: privateSubnets.map(({ id }) => id),
});
database.aws("rds.Instance", "db", {
  engine: "postgres",
  instanceClass: "db.t4g.medium",
  allocatedStorage: 50,
  dbSubnetGroupName: subnets.name,
  vpcSecurityGroupIds: [databaseGroup.id],
  username: "app",
  manageMasterUserPassword: true,
  storageEncrypted: true,
  publiclyAccessible: false,
});

/** As its database stack. */
export const databaseStack: CorpusState = {
  about: "a private database in another stack's subnets",
  stack: database,
  undecided: {
    "require-private-subnets": "the routes of the database's subnets are in the networking stack",
  },
};
