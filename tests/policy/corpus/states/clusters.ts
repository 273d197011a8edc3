import { type Added, ExportedStack } from "../support/exportedStack.ts";
import { addRole } from "../support/functions.ts";
import { addNetwork, everything, tcp } from "../support/networks.ts";
import type { CorpusState } from "../support/state.ts";

const clusterPolicies = ["AmazonEKSClusterPolicy"];
const nodePolicies = [
  "AmazonEKSWorkerNodePolicy",
  "AmazonEKS_CNI_Policy",
  "AmazonEC2ContainerRegistryReadOnly",
];

const stack = new ExportedStack({ project: "kubernetes", region: "us-west-2" });
const vpc = stack.component("awsx:ec2:Vpc", "eks-vpc");
const network = addNetwork(stack, "eks-vpc", { parent: vpc });
const component = stack.component("eks:index:Cluster", "eks-cluster");
const within = { parent: component };
const role = addRole(
  stack,
  "eks-cluster-eksRole-role",
  "eks.amazonaws.com",
  clusterPolicies,
  within,
);
const group = stack.aws(
  "ec2.SecurityGroup",
  "eks-cluster-eksClusterSecurityGroup",
  { vpcId: network.vpc.id, revokeRulesOnDelete: true, egress: [everything] },
  within,
);
const ids = (subnets: readonly Added[]) => subnets.map(({ id }) => id);
const cluster = stack.aws(
  "eks.Cluster",
  "eks-cluster-eksCluster",
  {
    accessConfig: { authenticationMode: "API" },
    roleArn: role.arn,
    vpcConfig: {
      endpointPrivateAccess: false,
      endpointPublicAccess: true,
      securityGroupIds: [group.id],
      subnetIds: ids([...network.publicSubnets, ...network.privateSubnets]),
    },
  },
  {
    ...within,
    outputs: {
      vpcConfig: {
        clusterSecurityGroupId: "sg-0d1d2d3d4d5d6d7d8",
        endpointPrivateAccess: false,
        endpointPublicAccess: true,
        publicAccessCidrs: ["0.0.0.0/0"],
        securityGroupIds: [group.id],
        subnetIds: ids([...network.publicSubnets, ...network.privateSubnets]),
        vpcId: network.vpc.id,
      },
    },
  },
);
const nodeRole = addRole(
  stack,
  "eks-cluster-instanceRole-role",
  "ec2.amazonaws.com",
  nodePolicies,
  within,
);
const profile = stack.aws(
  "iam.InstanceProfile",
  "eks-cluster-instanceProfile",
  { role: nodeRole.name },
  within,
);
const nodeGroup = stack.aws(
  "ec2.SecurityGroup",
  "eks-cluster-nodeSecurityGroup",
  { vpcId: network.vpc.id, egress: [everything] },
  within,
);
const rule = (name: string, inputs: object) =>
  stack.aws("ec2.SecurityGroupRule", name, { type: "ingress", ...inputs }, within);
rule("eks-cluster-eksNodeIngressRule", {
  fromPort: 0,
  toPort: 0,
  protocol: "-1",
  securityGroupId: nodeGroup.id,
  self: true,
});
rule("eks-cluster-eksNodeClusterIngressRule", {
  fromPort: 1025,
  toPort: 65535,
  protocol: "tcp",
  securityGroupId: nodeGroup.id,
  sourceSecurityGroupId: group.id,
});
const template = stack.aws(
  "ec2.LaunchTemplate",
  "eks-cluster-launchTemplate",
  {
    imageId: "ami-0f1d3c8a6d2b4e5f6",
    instanceType: "t3.medium",
    iamInstanceProfile: { arn: profile.arn },
    networkInterfaces: [{ associatePublicIpAddress: "false", securityGroups: [nodeGroup.id] }],
    blockDeviceMappings: [
      {
        deviceName: "/dev/xvda",
        ebs: { volumeSize: 20, volumeType: "gp2", encrypted: "false", deleteOnTermination: "true" },
      },
    ],
    metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 2 },
    userData: "IyEvYmluL2Jhc2g=",
  },
  within,
);
stack.aws(
  "autoscaling.Group",
  "eks-cluster-1",
  {
    desiredCapacity: 3,
    minSize: 3,
    maxSize: 6,
    launchTemplate: { id: template.id, version: "1" },
    vpcZoneIdentifiers: ids(network.privateSubnets),
  },
  within,
);
stack.other("eks:index:VpcCni", "eks-cluster-vpc-cni", { clusterName: cluster.name });

/** As Pulumi's template kubernetes-aws. */
export const publicCluster: CorpusState = {
  about: "an EKS cluster with a public endpoint and nodes in private subnets",
  stack,
  mandatory: {
    "forbid-public-clusters eks-cluster-eksCluster": "endpointPublicAccess for 0.0.0.0/0",
    "forbid-public-subnet-addresses eks-vpc-public-1": "mapPublicIpOnLaunch",
    "forbid-public-subnet-addresses eks-vpc-public-2": "mapPublicIpOnLaunch",
    "require-encrypted-volumes eks-cluster-launchTemplate": "encrypted is false",
  },
};

const closed = new ExportedStack({ project: "platform", stack: "prod", region: "eu-west-1" });
const inner = addNetwork(closed, "platform", { mapPublicIpOnLaunch: false });
const key = closed.aws("kms.Key", "secrets", { enableKeyRotation: true });
const clusterRole = addRole(closed, "cluster", "eks.amazonaws.com", clusterPolicies);
const access = closed.aws("ec2.SecurityGroup", "cluster", {
  vpcId: inner.vpc.id,
  ingress: [tcp(443, "10.0.0.0/16")],
  egress: [everything],
});
const vpcConfig = {
  endpointPrivateAccess: true,
  endpointPublicAccess: false,
  securityGroupIds: [access.id],
  subnetIds: ids(inner.privateSubnets),
};
const privateEks = closed.aws(
  "eks.Cluster",
  "platform",
  {
    version: "1.33",
    roleArn: clusterRole.arn,
    enabledClusterLogTypes: ["api", "audit"],
    encryptionConfig: { provider: { keyArn: key.arn }, resources: ["secrets"] },
    vpcConfig,
  },
  {
    outputs: {
      vpcConfig: {
        ...vpcConfig,
        clusterSecurityGroupId: "sg-0e1e2e3e4e5e6e7e8",
        publicAccessCidrs: [],
        vpcId: inner.vpc.id,
      },
    },
  },
);
const workers = addRole(closed, "nodes", "ec2.amazonaws.com", nodePolicies);
const launch = closed.aws("ec2.LaunchTemplate", "nodes", {
  blockDeviceMappings: [
    { deviceName: "/dev/xvda", ebs: { encrypted: "true", volumeSize: 50, volumeType: "gp3" } },
  ],
  metadataOptions: { httpTokens: "required" },
});
closed.aws("eks.NodeGroup", "nodes", {
  clusterName: privateEks.name,
  nodeRoleArn: workers.arn,
  subnetIds: ids(inner.privateSubnets),
  launchTemplate: { id: launch.id, version: "1" },
  scalingConfig: { desiredSize: 3, minSize: 3, maxSize: 6 },
});

/** As the module terraform-aws-modules/eks with its private endpoint: nothing is exposed. */
export const privateCluster: CorpusState = {
  about: "an EKS cluster with a private endpoint and encrypted nodes",
  stack: closed,
};
