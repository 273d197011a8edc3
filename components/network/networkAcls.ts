import type * as aws from "@pulumi/aws";

type AclRule = Required<Pick<AclEntry, "ruleNo" | "action" | "protocol" | "cidrBlock">> & AclEntry;
type AclEntry = aws.types.input.ec2.NetworkAclIngress;

/** The rules of one network ACL. A network ACL keeps no state: answers need a rule of their own. */
export interface AclRules {
  readonly ingress: AclRule[];
  readonly egress: AclRule[];
}

const anywhere = "0.0.0.0/0";

/** Everything, from or to one range. */
const all = (ruleNo: number, cidrBlock: string): AclRule => ({
  ruleNo,
  action: "allow",
  protocol: "-1",
  fromPort: 0,
  toPort: 0,
  cidrBlock,
});

/**
 * Answers to connections that were opened from inside: they come back to an ephemeral port. NAT
 * gateways, load balancers and Lambda use 1024 to 65535.
 * Source: Amazon VPC User Guide, "Network ACLs", section "Ephemeral ports".
 */
const answers = (ruleNo: number): AclRule => ({
  ruleNo,
  action: "allow",
  protocol: "tcp",
  fromPort: 1024,
  toPort: 65535,
  cidrBlock: anywhere,
});

/**
 * Subnets with a way out, NAT and private ones alike: the VPC itself, and answers from outside. NAT
 * leaves the sender's address as it is, so that answers reach a private subnet with an outside one.
 */
export function outboundSubnetRules(vpcCidrBlock: string): AclRules {
  return { ingress: [all(100, vpcCidrBlock), answers(200)], egress: [all(100, anywhere)] };
}

/** Isolated subnets: the VPC and nothing else. */
export function isolatedSubnetRules(vpcCidrBlock: string): AclRules {
  return { ingress: [all(100, vpcCidrBlock)], egress: [all(100, vpcCidrBlock)] };
}
