import * as aws from "@pulumi/aws";

export interface Network {
  readonly vpc: aws.ec2.Vpc;
  readonly privateSubnets: readonly aws.ec2.Subnet[];
}

/** A typical VPC: public subnets for NAT gateways, private ones for servers. */
export function createNetwork(name: string): Network {
  const vpc = new aws.ec2.Vpc(name, { cidrBlock: "10.20.0.0/16", enableDnsHostnames: true });
  const gateway = new aws.ec2.InternetGateway(name, { vpcId: vpc.id });
  const publicTable = new aws.ec2.RouteTable(`${name}-public`, {
    vpcId: vpc.id,
    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }],
  });
  const privateSubnets = ["a", "b"].map((zone, index) => {
    const place = { vpcId: vpc.id, availabilityZone: `eu-central-1${zone}` };
    const publicSubnet = new aws.ec2.Subnet(`${name}-public-${zone}`, {
      ...place,
      cidrBlock: `10.20.${index}.0/24`,
    });
    new aws.ec2.RouteTableAssociation(`${name}-public-${zone}`, {
      subnetId: publicSubnet.id,
      routeTableId: publicTable.id,
    });
    const address = new aws.ec2.Eip(`${name}-nat-${zone}`, { domain: "vpc" });
    const nat = new aws.ec2.NatGateway(`${name}-${zone}`, {
      subnetId: publicSubnet.id,
      allocationId: address.allocationId,
    });
    const privateSubnet = new aws.ec2.Subnet(`${name}-private-${zone}`, {
      ...place,
      cidrBlock: `10.20.${index + 10}.0/24`,
    });
    const privateTable = new aws.ec2.RouteTable(`${name}-private-${zone}`, { vpcId: vpc.id });
    new aws.ec2.Route(`${name}-private-${zone}`, {
      routeTableId: privateTable.id,
      destinationCidrBlock: "0.0.0.0/0",
      natGatewayId: nat.id,
    });
    new aws.ec2.RouteTableAssociation(`${name}-private-${zone}`, {
      subnetId: privateSubnet.id,
      routeTableId: privateTable.id,
    });
    return privateSubnet;
  });
  return { vpc, privateSubnets };
}

/** A role for an AWS service, with AWS managed policies. */
export function createRole(name: string, service: string, ...policies: string[]): aws.iam.Role {
  const role = new aws.iam.Role(name, {
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
    }),
  });
  for (const policy of policies) {
    new aws.iam.RolePolicyAttachment(`${name}-${policy.split("/").at(-1)}`, {
      role: role.name,
      policyArn: `arn:aws:iam::aws:policy/${policy}`,
    });
  }
  return role;
}
