import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** A security group, and the rule that it gets. */
export interface GroupRule {
  readonly securityGroupId: pulumi.Input<string>;
  /** The rule's resource name. */
  readonly name: string;
  readonly description: string;
}

/**
 * Allows TCP connections to one port from one security group to another, by a rule on each side.
 *
 * @returns both rules
 */
export function allowConnections(
  port: number,
  from: GroupRule,
  to: GroupRule,
  opts: pulumi.CustomResourceOptions,
): pulumi.CustomResource[] {
  const rule = ({ securityGroupId, description }: GroupRule, peer: GroupRule) => ({
    ipProtocol: "tcp",
    fromPort: port,
    toPort: port,
    securityGroupId,
    referencedSecurityGroupId: peer.securityGroupId,
    description,
  });
  return [
    new aws.vpc.SecurityGroupEgressRule(from.name, rule(from, to), opts),
    new aws.vpc.SecurityGroupIngressRule(to.name, rule(to, from), opts),
  ];
}

/** End of a rule's name: a service that moves to HTTPS gets new rules before the old ones are deleted. */
export const suffixOf = (port: number): string => (port === 443 ? "-tls" : "");
