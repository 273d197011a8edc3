import type * as aws from "@pulumi/aws";

type AclRule = Required<Pick<AclEntry, "ruleNo" | "action" | "protocol" | "cidrBlock">> & AclEntry;
type AclEntry = aws.types.input.ec2.NetworkAclIngress;

/** The rules of one network ACL. Network ACLs are stateless: responses need a rule of their own. */
export interface AclRules {
  readonly ingress: AclRule[];
  readonly egress: AclRule[];
}

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

/**
 * Rules of NAT and private subnets: the VPC itself, and responses from outside. NAT keeps the sender's
 * address, so responses reach a private subnet from an outside address.
 */
export function outboundSubnetRules(vpcCidrBlock: string): AclRules {
  return { ingress: [all(100, vpcCidrBlock), responses(200)], egress: [all(100, anywhere)] };
}

/** Rules of isolated subnets: the VPC and nothing else. */
export function isolatedSubnetRules(vpcCidrBlock: string): AclRules {
  return { ingress: [all(100, vpcCidrBlock)], egress: [all(100, vpcCidrBlock)] };
}
