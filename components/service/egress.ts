import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ComponentArgumentError } from "../shared/errors.ts";

/** Something that tasks may open HTTPS connections to. Exactly one of these is given. */
export interface EgressTarget {
  /** Members of a security group, such as the VPC's interface endpoints. */
  securityGroupId?: pulumi.Input<string>;
  /** Ranges that a prefix list names, such as those of S3 in the region. */
  prefixListId?: pulumi.Input<string>;
  /** An IPv4 range. */
  cidrIpv4?: pulumi.Input<string>;
}

/** What tasks may reach, by the name that the rule ends in. */
export type Egress = Record<string, EgressTarget>;

/** Rules of the tasks' group that have these names already. */
const taken = ["https", "tasks"];

/** @throws ComponentArgumentError */
export function checkEgress(component: string, egress: Egress): void {
  for (const [name, target] of Object.entries(egress)) {
    const argument = `egress[${JSON.stringify(name)}]`;
    if (!/^[a-z0-9-]+$/.test(name) || taken.includes(name)) {
      throw new ComponentArgumentError({
        component,
        argument: "egress",
        given: name,
        allowed: `names of lower-case letters, digits and -, other than ${taken.join(" and ")}`,
        fix: "It ends the name of a security group rule: choose another one.",
      });
    }
    const given = Object.entries(target).filter(([, value]) => value !== undefined);
    if (given.length === 1) continue;
    throw new ComponentArgumentError({
      component,
      argument,
      given: given.map(([key]) => key),
      allowed: "one of securityGroupId, prefixListId and cidrIpv4",
      fix: "Split it into a target for each.",
    });
  }
}

const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };

/** Lets tasks open HTTPS connections: to the targets, or without any to every address. */
export function openWaysOut(
  name: string,
  securityGroup: aws.ec2.SecurityGroup,
  egress: Egress | undefined,
  opts: pulumi.CustomResourceOptions,
): void {
  const allow = (
    to: string,
    target: Partial<aws.vpc.SecurityGroupEgressRuleArgs>,
    description: string,
  ) =>
    new aws.vpc.SecurityGroupEgressRule(
      `${name}-to-${to}`,
      { securityGroupId: securityGroup.id, ...https, ...target, description },
      opts,
    );
  if (egress === undefined) {
    allow("https", { cidrIpv4: "0.0.0.0/0" }, "To AWS and other HTTPS addresses");
    return;
  }
  for (const [to, { securityGroupId, prefixListId, cidrIpv4 }] of Object.entries(egress)) {
    const target = { referencedSecurityGroupId: securityGroupId, prefixListId, cidrIpv4 };
    allow(to, target, `To ${to} over HTTPS`);
  }
}
