import * as aws from "@pulumi/aws";
import { createNetwork, createRole } from "./network.ts";

/** Servers and a bastion that people reach through AWS. Nothing is public. */
export function bastion(): void {
  const { vpc, privateSubnets } = createNetwork("office");
  const [subnet] = privateSubnets;
  const role = createRole("server", "ec2.amazonaws.com", "AmazonSSMManagedInstanceCore");
  const profile = new aws.iam.InstanceProfile("server", { role: role.name });

  const endpointGroup = new aws.ec2.SecurityGroup("connect", {
    vpcId: vpc.id,
    egress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.20.0.0/16"] }],
  });
  new aws.ec2transitgateway.InstanceConnectEndpoint("connect", {
    subnetId: subnet!.id,
    securityGroupIds: [endpointGroup.id],
  });
  const bastionGroup = new aws.ec2.SecurityGroup("bastion", { vpcId: vpc.id });
  new aws.vpc.SecurityGroupIngressRule("bastion-ssh", {
    securityGroupId: bastionGroup.id,
    referencedSecurityGroupId: endpointGroup.id,
    ipProtocol: "tcp",
    fromPort: 22,
    toPort: 22,
  });
  // The company's VPN has a few public addresses.
  new aws.vpc.SecurityGroupIngressRule("bastion-vpn", {
    securityGroupId: bastionGroup.id,
    cidrIpv4: "203.0.113.16/28",
    ipProtocol: "tcp",
    fromPort: 22,
    toPort: 22,
  });
  const serverGroup = new aws.ec2.SecurityGroup("servers", { vpcId: vpc.id });
  new aws.ec2.SecurityGroupRule("servers-from-bastion", {
    type: "ingress",
    securityGroupId: serverGroup.id,
    sourceSecurityGroupId: bastionGroup.id,
    protocol: "tcp",
    fromPort: 22,
    toPort: 22,
  });
  new aws.ec2.SecurityGroupRule("servers-out", {
    type: "egress",
    securityGroupId: serverGroup.id,
    protocol: "-1",
    fromPort: 0,
    toPort: 0,
    cidrBlocks: ["0.0.0.0/0"],
  });

  const common = {
    ami: "ami-0123456789abcdef0",
    instanceType: "t4g.small",
    iamInstanceProfile: profile.name,
    metadataOptions: { httpTokens: "required" },
    rootBlockDevice: { encrypted: true },
  };
  new aws.ec2.Instance("bastion", {
    ...common,
    subnetId: subnet!.id,
    vpcSecurityGroupIds: [bastionGroup.id],
  });
  privateSubnets.forEach(({ id }, index) => {
    new aws.ec2.Instance(`server-${index}`, {
      ...common,
      subnetId: id,
      vpcSecurityGroupIds: [serverGroup.id],
      userData: "#!/bin/sh\ndnf install -y nginx\nsystemctl enable --now nginx\n",
    });
  });
  const volume = new aws.ebs.Volume("data", {
    availabilityZone: "eu-central-1a",
    size: 100,
    encrypted: true,
  });
  new aws.ec2.VolumeAttachment("data", {
    deviceName: "/dev/sdf",
    volumeId: volume.id,
    instanceId: "i-0123456789abcdef0",
  });
}
