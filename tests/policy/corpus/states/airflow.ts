import { ExportedStack } from "../support/exportedStack.ts";
import { addRole } from "../support/functions.ts";
import { defaultVpc } from "../support/kinds/kind.ts";
import { anywhere, everything, tcp } from "../support/networks.ts";
import { managed } from "../support/policies.ts";
import type { CorpusState } from "../support/state.ts";

const stack = new ExportedStack({ project: "airflow", region: "us-west-2", plugin: "6.13.3" });
const cluster = stack.aws("ecs.Cluster", "airflow");
const group = stack.aws("ec2.SecurityGroup", "airflow", {
  vpcId: defaultVpc.vpc,
  ingress: [tcp(22, anywhere), { ...tcp(0, anywhere), toPort: 65535 }],
  egress: [everything],
});
const role = addRole(stack, "airflow", "ec2.amazonaws.com");
for (const [name, policy] of [
  ["airflow-0", "service-role/AmazonEC2ContainerServiceforEC2Role"],
  ["airflow-1", "AmazonEC2ReadOnlyAccess"],
] as const) {
  stack.aws("iam.RolePolicyAttachment", name, { role: role.name, policyArn: managed(policy) });
}
const profile = stack.aws("iam.InstanceProfile", "airflow", { role: role.name });
const launch = stack.aws("ec2.LaunchConfiguration", "airflow", {
  imageId: "ami-0a1b2c3d4e5f60718",
  instanceType: "t2.xlarge",
  iamInstanceProfile: profile.id,
  associatePublicIpAddress: true,
  securityGroups: [group.id],
  ebsBlockDevices: [{ deviceName: "/dev/xvdb", volumeSize: 5, volumeType: "gp2" }],
  rootBlockDevice: { volumeSize: 32, volumeType: "gp2" },
});
stack.aws("autoscaling.Group", "airflow", {
  minSize: 20,
  maxSize: 100,
  launchConfiguration: launch.id,
  vpcZoneIdentifiers: defaultVpc.subnets,
});
const subnets = stack.aws("rds.SubnetGroup", "dbsubnets", { subnetIds: defaultVpc.subnets });
const database = stack.aws("rds.Instance", "postgresdb", {
  engine: "postgres",
  instanceClass: "db.t2.micro",
  allocatedStorage: 20,
  dbSubnetGroupName: subnets.id,
  vpcSecurityGroupIds: [group.id],
  username: "airflow",
  password: "airflow-password",
  skipFinalSnapshot: true,
});
const cacheSubnets = stack.aws("elasticache.SubnetGroup", "cachesubnets", {
  subnetIds: defaultVpc.subnets,
});
stack.aws("elasticache.Cluster", "cachecluster", {
  clusterId: "cache-dev",
  engine: "redis",
  nodeType: "cache.t2.micro",
  numCacheNodes: 1,
  subnetGroupName: cacheSubnets.id,
  securityGroupIds: [group.id],
});
const targets = stack.aws("lb.TargetGroup", "airflowcontroller", {
  port: 8080,
  protocol: "HTTP",
  vpcId: defaultVpc.vpc,
});
const balancer = stack.aws("lb.LoadBalancer", "airflowcontroller", {
  internal: false,
  subnets: defaultVpc.subnets,
  securityGroups: [group.id],
});
stack.aws("lb.Listener", "airflowcontroller", {
  loadBalancerArn: balancer.arn,
  port: 8080,
  protocol: "HTTP",
  defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
});
const task = stack.aws("ecs.TaskDefinition", "airflowcontroller", {
  family: "airflowcontroller",
  containerDefinitions: JSON.stringify([
    {
      name: "webserver",
      image: "111122223333.dkr.ecr.us-west-2.amazonaws.com/webserver@sha256:0c",
      memory: 128,
      portMappings: [{ containerPort: 8080 }],
      environment: [
        { name: "POSTGRES_HOST", value: database.output("address") },
        { name: "POSTGRES_PASSWORD", value: "airflow-password" },
      ],
    },
  ]),
});
stack.aws("ecs.Service", "airflowcontroller", {
  cluster: cluster.arn,
  taskDefinition: task.arn,
  desiredCount: 1,
  loadBalancers: [{ targetGroupArn: targets.arn, containerName: "webserver", containerPort: 8080 }],
});

/** As pulumi/examples' aws-ts-airflow. */
export const airflow: CorpusState = {
  about: "Airflow on EC2 servers of an ECS cluster, in the default VPC",
  stack,
  mandatory: {
    "forbid-internet-ingress airflow": "all TCP ports are open to 0.0.0.0/0",
    "forbid-public-addresses airflow": "associatePublicIpAddress",
    "require-encrypted-volumes airflow": "neither root nor data volume is encrypted",
    "forbid-paths-from-internet airflow":
      "its public addresses and open group speak for themselves",
    "forbid-paths-from-internet airflowcontroller": "an internet-facing load balancer leads to it",
    "forbid-internet-facing-load-balancers airflowcontroller": "internal is false",
    "require-https-listeners airflowcontroller": "HTTP on port 8080",
    "require-encrypted-storage postgresdb": "storageEncrypted is not set",
    "require-encrypted-transit cachecluster": "Redis without TLS",
    "forbid-plain-secrets airflowcontroller": "POSTGRES_PASSWORD is in plain text",
  },
  undecided: {
    "require-private-subnets": "the routes of the default VPC are not in the state",
  },
};
