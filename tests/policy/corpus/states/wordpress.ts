import { ExportedStack, secret } from "../support/exportedStack.ts";
import { anywhere, associate, everything, tcp, tcpFrom } from "../support/networks.ts";
import type { CorpusState } from "../support/state.ts";

const stack = new ExportedStack({ project: "wordpress", plugin: "6.13.3" });
const vpc = stack.aws("ec2.Vpc", "prod-vpc", {
  cidrBlock: "10.192.0.0/16",
  enableDnsHostnames: true,
  enableDnsSupport: true,
  instanceTenancy: "default",
});
const subnet = (name: string, cidrBlock: string, zone: string, mapPublicIpOnLaunch: boolean) =>
  stack.aws("ec2.Subnet", name, {
    vpcId: vpc.id,
    cidrBlock,
    availabilityZone: `us-east-1${zone}`,
    mapPublicIpOnLaunch,
  });
const open = subnet("prod-subnet-public-1", "10.192.0.0/24", "a", true);
const inner = [
  subnet("prod-subnet-private-1", "10.192.20.0/24", "b", false),
  subnet("prod-subnet-private-2", "10.192.21.0/24", "c", false),
];
const gateway = stack.aws("ec2.InternetGateway", "prod-igw", { vpcId: vpc.id });
const table = stack.aws("ec2.RouteTable", "prod-public-rt", {
  vpcId: vpc.id,
  routes: [{ cidrBlock: anywhere, gatewayId: gateway.id }],
});
associate(stack, "prod-rta-public-subnet-1", open, table);
const webGroup = stack.aws("ec2.SecurityGroup", "ec2-allow-rule", {
  vpcId: vpc.id,
  ingress: [tcp(443, anywhere), tcp(80, anywhere), tcp(22, anywhere)],
  egress: [everything],
});
const databaseGroup = stack.aws("ec2.SecurityGroup", "rds-allow-rule", {
  vpcId: vpc.id,
  ingress: [tcpFrom(3306, webGroup)],
  egress: [everything],
});
const subnets = stack.aws("rds.SubnetGroup", "rds-subnet-grp", {
  subnetIds: inner.map(({ id }) => id),
});
const database = stack.aws("rds.Instance", "wordpressdb", {
  allocatedStorage: 10,
  engine: "mysql",
  engineVersion: "5.7",
  instanceClass: "db.t3.small",
  dbSubnetGroupName: subnets.id,
  vpcSecurityGroupIds: [databaseGroup.id],
  dbName: "wordpressdb",
  username: "admin",
  password: secret("hunter2hunter2"),
  skipFinalSnapshot: true,
});
const key = stack.aws("ec2.KeyPair", "wordpress-keypair", { publicKey: "ssh-rsa AAAAB3Nza me" });
const server = stack.aws(
  "ec2.Instance",
  "wordpress-instance",
  {
    ami: "ami-0c2ab3b8efb09f272",
    instanceType: "t3.small",
    subnetId: open.id,
    vpcSecurityGroupIds: [webGroup.id],
    keyName: key.id,
  },
  { outputs: { associatePublicIpAddress: true, publicIp: "52.1.77.4" } },
);
stack.aws(
  "ec2.Eip",
  "wordpress-eip",
  { instance: server.id },
  { outputs: { instance: server.id } },
);
stack.other("command:local:Command", "renderPlaybookCmd", {
  create: "cat playbook.yml | envsubst > playbook_rendered.yml",
  environment: { DB_RDS: database.output("endpoint"), DB_PASSWORD: secret("hunter2hunter2") },
});
stack.other("command:remote:Command", "updatePythonCmd", {
  connection: secret({ host: "52.1.77.4", port: 22, user: "ec2-user", privateKey: "key" }),
  create: "sudo yum update -y",
});

/** As pulumi/examples' aws-ts-ansible-wordpress; exported without --show-secrets. */
export const wordpress: CorpusState = {
  about: "WordPress on a server with an Elastic IP address, and a database in private subnets",
  stack,
  mandatory: {
    "forbid-public-subnet-addresses prod-subnet-public-1": "mapPublicIpOnLaunch",
    "forbid-internet-ingress ec2-allow-rule": "ports 22, 80 and 443 are open to 0.0.0.0/0",
    "forbid-elastic-addresses wordpress-eip": "the address belongs to a server",
    "forbid-paths-from-internet wordpress-instance": "it is public, and its ports are open",
    "require-private-subnets wordpress-instance": "its subnet has a route to the internet gateway",
    "require-encrypted-volumes wordpress-instance": "the root volume is not encrypted",
    "require-encrypted-storage wordpressdb": "storageEncrypted is not set, which means false",
  },
};
