import { ExportedStack, secret } from "../support/exportedStack.ts";
import { addRole } from "../support/functions.ts";
import { addNetwork, anywhere, everything, tcp, tcpFrom } from "../support/networks.ts";
import type { CorpusState } from "../support/state.ts";

const voting = new ExportedStack({ project: "pern-voting", plugin: "6.13.3" });
const vpc = voting.aws("ec2.Vpc", "app-vpc", {
  cidrBlock: "172.31.0.0/16",
  enableDnsHostnames: true,
});
const gateway = voting.aws("ec2.InternetGateway", "app-gateway", { vpcId: vpc.id });
const table = voting.aws("ec2.RouteTable", "app-routetable", {
  vpcId: vpc.id,
  routes: [{ cidrBlock: anywhere, gatewayId: gateway.id }],
});
voting.aws("ec2.MainRouteTableAssociation", "app-routetable-association", {
  routeTableId: table.id,
  vpcId: vpc.id,
});
const group = voting.aws("ec2.SecurityGroup", "rds-security-group", {
  vpcId: vpc.id,
  description: "Enables HTTP access",
  ingress: [{ ...tcp(0, anywhere), toPort: 65535 }],
  egress: [everything],
});
const subnetIds = ["a", "b"].map((zone, index) => {
  const inputs = {
    vpcId: vpc.id,
    cidrBlock: `172.31.${index * 128}.0/20`,
    availabilityZone: `us-east-1${zone}`,
  };
  return voting.aws("ec2.Subnet", `${index === 0 ? "first" : "second"}-rds-subnet`, inputs).id;
});
const subnets = voting.aws("rds.SubnetGroup", "rds-subnet-group", { subnetIds });
const server = voting.aws("rds.Instance", "postgresql-rds-server", {
  engine: "postgres",
  username: "admin",
  password: secret("pa55word-of-the-admin"),
  instanceClass: "db.t3.micro",
  allocatedStorage: 20,
  skipFinalSnapshot: true,
  publiclyAccessible: true,
  port: 2000,
  dbSubnetGroupName: subnets.name,
  vpcSecurityGroupIds: [group.id],
});
const role = addRole(voting, "server-side-service-execution", "ecs-tasks.amazonaws.com", [
  "service-role/AmazonECSTaskExecutionRolePolicy",
]);
voting.aws("ecs.TaskDefinition", "server-side-service", {
  family: "server-side-service",
  networkMode: "awsvpc",
  requiresCompatibilities: ["FARGATE"],
  executionRoleArn: role.arn,
  // The program puts a secret into the list, so the whole text is one.
  containerDefinitions: secret(
    JSON.stringify([
      {
        name: "serversideService",
        image: "111122223333.dkr.ecr.us-east-1.amazonaws.com/repo@sha256:0b",
        memory: 512,
        environment: [
          { name: "USER_PASSWORD", value: "pa55word-of-the-user" },
          { name: "RDS_ADDRESS", value: server.output("address") },
        ],
      },
    ]),
  ),
});

/** As pulumi/examples' aws-ts-pern-voting-app, without its services; no --show-secrets. */
export const publicDatabase: CorpusState = {
  about: "a public PostgreSQL server in subnets of the main route table, and an encrypted task",
  stack: voting,
  mandatory: {
    "forbid-internet-ingress rds-security-group": "all TCP ports are open to 0.0.0.0/0",
    "forbid-public-databases postgresql-rds-server": "publiclyAccessible",
    "forbid-paths-from-internet postgresql-rds-server": "public address, open group, public subnet",
    "require-private-subnets postgresql-rds-server":
      "the main route table has the internet gateway",
    "require-private-subnets rds-subnet-group": "the main route table has the internet gateway",
    "require-encrypted-storage postgresql-rds-server": "storageEncrypted is not set",
  },
  advisory: { "require-source-of-service-trust server-side-service-execution": "no condition" },
  undecided: {
    "forbid-plain-secrets server-side-service": "containerDefinitions are encrypted as a whole",
  },
};

const aurora = new ExportedStack({ project: "aurora", stack: "prod", region: "eu-west-1" });
const network = addNetwork(aurora, "data", { mapPublicIpOnLaunch: false });
const appGroup = aurora.aws("ec2.SecurityGroup", "app", {
  vpcId: network.vpc.id,
  egress: [everything],
});
const dataGroup = aurora.aws("ec2.SecurityGroup", "aurora", { vpcId: network.vpc.id });
aurora.aws("vpc.SecurityGroupIngressRule", "aurora-from-app", {
  securityGroupId: dataGroup.id,
  referencedSecurityGroupId: appGroup.id,
  ipProtocol: "tcp",
  fromPort: 5432,
  toPort: 5432,
});
const dataSubnets = aurora.aws("rds.SubnetGroup", "aurora", {
  subnetIds: network.privateSubnets.map(({ id }) => id),
});
const key = aurora.aws("kms.Key", "aurora", { enableKeyRotation: true });
const cluster = aurora.aws("rds.Cluster", "aurora", {
  engine: "aurora-postgresql",
  engineVersion: "16.6",
  databaseName: "app",
  masterUsername: "app",
  manageMasterUserPassword: true,
  dbSubnetGroupName: dataSubnets.name,
  vpcSecurityGroupIds: [dataGroup.id],
  storageEncrypted: true,
  kmsKeyId: key.arn,
  deletionProtection: true,
});
for (const name of ["writer", "reader"]) {
  aurora.aws("rds.ClusterInstance", name, {
    clusterIdentifier: cluster.id,
    engine: "aurora-postgresql",
    instanceClass: "db.r6g.large",
    dbSubnetGroupName: dataSubnets.name,
    publiclyAccessible: false,
  });
}
const cacheSubnets = aurora.aws("elasticache.SubnetGroup", "cache", {
  subnetIds: network.privateSubnets.map(({ id }) => id),
});
const cacheGroup = aurora.aws("ec2.SecurityGroup", "cache", {
  vpcId: network.vpc.id,
  ingress: [tcpFrom(6379, appGroup)],
});
aurora.aws("elasticache.ReplicationGroup", "cache", {
  engine: "valkey",
  description: "cache",
  nodeType: "cache.t4g.small",
  subnetGroupName: cacheSubnets.name,
  securityGroupIds: [cacheGroup.id],
  atRestEncryptionEnabled: true,
  transitEncryptionEnabled: true,
  authToken: secret("a-token-of-the-cache"),
});

/** As the modules rds-aurora and elasticache of terraform-aws-modules: nothing is exposed. */
export const privateData: CorpusState = {
  about: "an Aurora cluster and a cache in private subnets, encrypted",
  stack: aurora,
};
