import * as aws from "@pulumi/aws";
import type * as awsx from "@pulumi/awsx";
import type * as pulumi from "@pulumi/pulumi";

type AclRule = aws.types.input.ec2.NetworkAclIngress;

const anywhere = "0.0.0.0/0";

/** All traffic from or to one range. */
const all = (ruleNo: number, cidrBlock: string): AclRule => ({
  ruleNo,
  action: "allow",
  protocol: "-1",
  fromPort: 0,
  toPort: 0,
  cidrBlock,
});

/**
 * Responses to connections that were opened from inside: they return to an ephemeral port. NAT
 * gateways, load balancers and Lambda use 1024 to 65535.
 * Source: Amazon VPC User Guide, "Network ACLs", section "Ephemeral ports".
 */
const responses = (ruleNo: number): AclRule => ({
  ruleNo,
  action: "allow",
  protocol: "tcp",
  fromPort: 1024,
  toPort: 65535,
  cidrBlock: anywhere,
});

/** Creates a network ACL for each kind of subnet. Network ACLs are stateless: responses need a separate rule. */
export function createAcls(
  name: string,
  vpc: awsx.ec2.Vpc,
  { cidrBlock, isolatedSubnets }: { cidrBlock: string; isolatedSubnets?: boolean },
  opts: pulumi.CustomResourceOptions,
): void {
  const inside = [all(100, cidrBlock)];
  // NAT keeps the sender's address, so responses reach a private subnet from an outside address.
  const withNat = { ingress: [...inside, responses(200)], egress: [all(100, anywhere)] };
  const create = (kind: string, args: Omit<aws.ec2.NetworkAclArgs, "vpcId">) =>
    new aws.ec2.NetworkAcl(`${name}-${kind}`, { vpcId: vpc.vpcId, ...args }, opts);
  create("nat", { subnetIds: vpc.publicSubnetIds, ...withNat });
  create("private", { subnetIds: vpc.privateSubnetIds, ...withNat });
  if (isolatedSubnets) {
    create("isolated", { subnetIds: vpc.isolatedSubnetIds, ingress: inside, egress: inside });
  }
}
