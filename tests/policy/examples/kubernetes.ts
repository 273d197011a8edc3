import * as aws from "@pulumi/aws";
import { createNetwork, createRole } from "./network.ts";

/** A Kubernetes cluster with a private API and nodes in private subnets. */
export function kubernetes(): void {
  const { vpc, privateSubnets } = createNetwork("cluster");
  const subnetIds = privateSubnets.map(({ id }) => id);
  const key = new aws.kms.Key("cluster", { enableKeyRotation: true });
  const office = new aws.ec2.SecurityGroup("cluster-api", {
    vpcId: vpc.id,
    description: "The cluster's API, from the company's network",
    ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"] }],
    egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
  });
  const role = createRole("cluster", "eks.amazonaws.com", "AmazonEKSClusterPolicy");
  const cluster = new aws.eks.Cluster("cluster", {
    roleArn: role.arn,
    enabledClusterLogTypes: ["api", "audit"],
    encryptionConfig: { provider: { keyArn: key.arn }, resources: ["secrets"] },
    vpcConfig: {
      subnetIds,
      securityGroupIds: [office.id],
      endpointPrivateAccess: true,
      endpointPublicAccess: false,
    },
  });
  const nodes = createRole(
    "nodes",
    "ec2.amazonaws.com",
    "AmazonEKSWorkerNodePolicy",
    "AmazonEC2ContainerRegistryReadOnly",
  );
  const template = new aws.ec2.LaunchTemplate("nodes", {
    blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeSize: 40, encrypted: "true" } }],
    metadataOptions: { httpTokens: "required" },
  });
  new aws.eks.NodeGroup("nodes", {
    clusterName: cluster.name,
    nodeRoleArn: nodes.arn,
    subnetIds,
    scalingConfig: { desiredSize: 2, minSize: 2, maxSize: 6 },
    launchTemplate: { id: template.id, version: "1" },
  });
  const nodeGroup = new aws.ec2.SecurityGroup("nodes", {
    vpcId: vpc.id,
    ingress: [
      { protocol: "-1", fromPort: 0, toPort: 0, self: true },
      { protocol: "tcp", fromPort: 10250, toPort: 10250, securityGroups: [office.id] },
    ],
  });
  // The load balancer of an ingress controller, for clients in the company's network.
  const loadBalancer = new aws.lb.LoadBalancer("ingress", {
    internal: true,
    loadBalancerType: "network",
    subnets: subnetIds,
    securityGroups: [nodeGroup.id],
  });
  const targets = new aws.lb.TargetGroup("ingress", {
    vpcId: vpc.id,
    port: 443,
    protocol: "TCP",
    targetType: "ip",
  });
  new aws.lb.Listener("ingress", {
    loadBalancerArn: loadBalancer.arn,
    port: 443,
    protocol: "TCP",
    defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
  });
  new aws.cloudwatch.LogGroup("cluster", {
    name: "/aws/eks/cluster/cluster",
    retentionInDays: 90,
  });
}
