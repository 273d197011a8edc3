import { ExportedStack, secret } from "../support/exportedStack.ts";
import { anywhere, associate, everything, tcp } from "../support/networks.ts";
import { managed, trust } from "../support/policies.ts";
import type { CorpusState } from "../support/state.ts";

const stack = new ExportedStack({
  project: "wp-fargate-rds",
  region: "us-west-2",
  plugin: "6.66.2",
});
const network = stack.component("custom:resource:VPC", "net");
const inNetwork = { parent: network };
const vpc = stack.aws(
  "ec2.Vpc",
  "net-vpc",
  { cidrBlock: "10.100.0.0/16", enableDnsHostnames: true },
  inNetwork,
);
const gateway = stack.aws("ec2.InternetGateway", "net-igw", { vpcId: vpc.id }, inNetwork);
const table = stack.aws(
  "ec2.RouteTable",
  "net-rt",
  { vpcId: vpc.id, routes: [{ cidrBlock: anywhere, gatewayId: gateway.id }] },
  inNetwork,
);
const subnetIds = ["us-west-2a", "us-west-2b"].map((availabilityZone, index) => {
  const name = `net-subnet-${availabilityZone}`;
  const place = { vpcId: vpc.id, availabilityZone, mapPublicIpOnLaunch: true };
  const inputs = { ...place, cidrBlock: `10.100.${index}.0/24` };
  const subnet = stack.aws("ec2.Subnet", name, inputs, inNetwork);
  associate(stack, `vpc-route-table-assoc-${availabilityZone}`, subnet, table, inNetwork);
  return subnet.id;
});
const group = (name: string, ...ports: number[]) =>
  stack.aws(
    "ec2.SecurityGroup",
    name,
    { vpcId: vpc.id, ingress: ports.map((port) => tcp(port, anywhere)), egress: [everything] },
    inNetwork,
  );
const databaseGroup = group("net-rds-sg", 3306);
const frontGroup = group("net-fe-sg", 443, 80);
const subnetGroup = stack.aws("rds.SubnetGroup", "be-sng", { subnetIds });
const database = stack.aws("rds.Instance", "be-rds", {
  allocatedStorage: 20,
  engine: "mysql",
  engineVersion: "5.7",
  instanceClass: "db.t2.micro",
  storageType: "gp2",
  dbSubnetGroupName: subnetGroup.id,
  username: "admin",
  password: secret("a-random-password"),
  vpcSecurityGroupIds: [databaseGroup.id],
  skipFinalSnapshot: true,
  publiclyAccessible: false,
});
const cluster = stack.aws("ecs.Cluster", "fe-ecs");
const balancer = stack.aws("lb.LoadBalancer", "fe-alb", {
  securityGroups: [frontGroup.id],
  subnets: subnetIds,
});
const targets = stack.aws("lb.TargetGroup", "fe-app-tg", {
  port: 80,
  protocol: "HTTP",
  targetType: "ip",
  vpcId: vpc.id,
});
stack.aws("lb.Listener", "fe-listener", {
  loadBalancerArn: balancer.arn,
  port: 80,
  defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
});
const role = stack.aws("iam.Role", "fe-task-role", {
  assumeRolePolicy: trust("ecs-tasks.amazonaws.com"),
});
stack.aws("iam.RolePolicyAttachment", "fe-task-policy", {
  role: role.name,
  policyArn: managed("service-role/AmazonECSTaskExecutionRolePolicy"),
});
const task = stack.aws("ecs.TaskDefinition", "fe-app-task", {
  family: "fargate-task-definition",
  cpu: "256",
  memory: "512",
  networkMode: "awsvpc",
  requiresCompatibilities: ["FARGATE"],
  executionRoleArn: role.arn,
  containerDefinitions: JSON.stringify([
    {
      name: "fe-app-container",
      image: "wordpress",
      portMappings: [{ containerPort: 80, hostPort: 80, protocol: "tcp" }],
      environment: [
        { name: "WORDPRESS_DB_HOST", value: `${database.output("address")}:3306` },
        { name: "WORDPRESS_DB_USER", value: "admin" },
        { name: "WORDPRESS_DB_PASSWORD", value: "a-random-password" },
      ],
    },
  ]),
});
stack.aws("ecs.Service", "fe-app-svc", {
  cluster: cluster.arn,
  desiredCount: 1,
  launchType: "FARGATE",
  taskDefinition: task.arn,
  networkConfiguration: {
    assignPublicIp: true,
    subnets: subnetIds,
    securityGroups: [frontGroup.id],
  },
  loadBalancers: [
    { targetGroupArn: targets.arn, containerName: "fe-app-container", containerPort: 80 },
  ],
});

/** As pulumi/examples' aws-py-wordpress-fargate-rds. */
export const wordpressOnFargate: CorpusState = {
  about: "WordPress on Fargate behind a public load balancer, everything in public subnets",
  stack,
  mandatory: {
    "forbid-public-subnet-addresses net-subnet-us-west-2a": "mapPublicIpOnLaunch",
    "forbid-public-subnet-addresses net-subnet-us-west-2b": "mapPublicIpOnLaunch",
    "forbid-internet-ingress net-rds-sg": "MySQL's port is open to 0.0.0.0/0",
    "forbid-internet-ingress net-fe-sg": "ports 80 and 443 are open to 0.0.0.0/0",
    "forbid-internet-facing-load-balancers fe-alb": "internal is not set, which means false",
    "forbid-public-addresses fe-app-svc": "assignPublicIp",
    "forbid-paths-from-internet fe-app-svc": "public address, open group, public subnet",
    "require-private-subnets fe-app-svc": "its subnets have a route to the internet gateway",
    "require-private-subnets be-rds": "so have the database's",
    "require-private-subnets be-sng": "so have those of each database in this group",
    "require-encrypted-storage be-rds": "storageEncrypted is not set, which means false",
    "require-https-listeners fe-listener": "it serves the site without TLS",
    "forbid-plain-secrets fe-app-task": "WORDPRESS_DB_PASSWORD is in plain text",
  },
  advisory: {
    "forbid-near-paths-from-internet be-rds":
      "only publiclyAccessible: false keeps the internet out",
    "require-source-of-service-trust fe-task-role": "ECS sends aws:SourceAccount, and nothing asks",
  },
};
