import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { input, mapOf, options, text } from "../shared/options.ts";
import { resourceId } from "../shared/rules.ts";

/** A destination that tasks may open HTTPS connections to. Exactly one option is set. */
export interface EgressTarget {
  /** Members of a security group, such as the VPC's interface endpoints. */
  securityGroupId?: pulumi.Input<string>;
  /** Ranges of a prefix list, such as those of S3 in the region. */
  prefixListId?: pulumi.Input<string>;
  /** An IPv4 range. */
  cidrIpv4?: pulumi.Input<string>;
}

/** Destinations that tasks may reach, by the name that each rule ends in. */
export type Egress = Record<string, EgressTarget>;

/** Two rules of the tasks' security group have the names `https` and `tasks`. */
const egressName = text(
  /^(?!(https|tasks)$)[a-z0-9-]+$/,
  "a name of lower-case letters, digits and -, other than https and tasks",
  "The name of a security group rule ends in it: choose another one.",
);

export const egressRule = mapOf(
  options<EgressTarget>(
    { securityGroupId: resourceId, prefixListId: resourceId, cidrIpv4: input(text()) },
    (target) => {
      const given = Object.entries(target).flatMap(([key, value]) =>
        value === undefined ? [] : [key],
      );
      const allowed = "one of securityGroupId, prefixListId and cidrIpv4";
      const fix = "Write a target for each.";
      return given.length === 1 ? [] : [{ argument: "", given, allowed, fix }];
    },
  ),
  egressName,
);

const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };

/** Lets tasks open HTTPS connections to the targets; without `egress`, to every address. */
export function allowEgress(
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
