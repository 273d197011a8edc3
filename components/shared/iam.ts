import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { input, listOf, mapOf, options, required, text } from "./options.ts";
import { resourceId } from "./rules.ts";

/** A statement that allows actions on resources, each named individually. */
export interface AllowStatement {
  readonly actions: string[];
  /** Without any, the statement is left out. */
  readonly resources: pulumi.Input<pulumi.Input<string>[]>;
  /** Values of condition keys by operator, such as `{ StringEquals: { "kms:ViaService": "…" } }`. @default none */
  readonly condition?: Record<string, Record<string, string>>;
}

export const allowStatements = listOf(
  options<AllowStatement>({
    actions: required(listOf(text())),
    resources: required(input(listOf(resourceId))),
    condition: mapOf(mapOf(text())),
  }),
);

/**
 * Services that send the account for which they assume a role. A role can require its own account
 * of these services only: the condition would lock out all others.
 *
 * Sources: "IAM role for publishing flow logs to CloudWatch Logs", Amazon VPC User Guide; "Confused deputy
 * prevention in EventBridge Scheduler", EventBridge Scheduler User Guide; trust of ECS tasks in
 * aws/agent-toolkit-for-aws.
 */
const servicesThatSendAccounts = [
  "ecs-tasks.amazonaws.com",
  "scheduler.amazonaws.com",
  "vpc-flow-logs.amazonaws.com",
];

/**
 * A role that one AWS service may assume, without any permissions yet.
 *
 * @param name - the child's name; a name that is too long for IAM is cut and ends in a hash
 * @param servicePrincipal - such as `lambda.amazonaws.com`
 * @param sourceArn - resource for which the service assumes it @default any of the account
 */
export function serviceRole(
  name: string,
  servicePrincipal: string,
  opts: pulumi.CustomResourceOptions,
  sourceArn?: pulumi.Input<string>,
): aws.iam.Role {
  const assumeRolePolicy = pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: servicePrincipal },
        Action: "sts:AssumeRole",
        ...(servicesThatSendAccounts.includes(servicePrincipal) && {
          Condition: {
            StringEquals: {
              "aws:SourceAccount": ownAccount(opts),
              ...(sourceArn && { "aws:SourceArn": sourceArn }),
            },
          },
        }),
      },
    ],
  });
  return new aws.iam.Role(fitting(name, maxRoleName), { assumeRolePolicy }, opts);
}

/** IAM allows 64 and 128 characters, of which Pulumi's random suffix takes 8. Source: IAM User Guide, "IAM and AWS STS quotas". */
export const maxRoleName = 56;
const maxPolicyName = 120;

/** Cuts a name to the length that AWS allows; a hash of the whole name keeps it unique. */
export function fitting(name: string, most: number): string {
  if (name.length <= most) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, most - hash.length - 1)}-${hash}`;
}

/** The account's id. */
export const ownAccount = ({
  parent,
}: Pick<pulumi.CustomResourceOptions, "parent">): pulumi.Output<string> =>
  aws.getCallerIdentityOutput({}, parent ? { parent } : {}).accountId;

/** The statement of a KMS key's policy by which policies of the account's own identities count. */
export const administeredByTheAccount = (account: string) => ({
  Sid: "AdministeredByTheAccount",
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: "kms:*",
  Resource: "*",
});

/** Allows a role the statements' actions and nothing else. */
export function rolePolicy(
  name: string,
  role: aws.iam.Role,
  statements: AllowStatement[],
  opts: pulumi.CustomResourceOptions,
): aws.iam.RolePolicy {
  return new aws.iam.RolePolicy(
    fitting(name, maxPolicyName),
    {
      role: role.id,
      policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: pulumi.output(statements).apply((known) =>
          known
            .filter(({ resources }) => resources.length > 0)
            .map(({ actions, resources, condition }) => ({
              Effect: "Allow",
              Action: actions,
              Resource: resources,
              ...(condition && { Condition: condition }),
            })),
        ),
      }),
    },
    opts,
  );
}
