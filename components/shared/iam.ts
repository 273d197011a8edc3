import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A statement that allows actions on resources; both always named one by one. */
export interface AllowStatement {
  readonly actions: string[];
  readonly resources: pulumi.Input<string>[];
}

/**
 * Services that say on whose behalf they take on a role, so that a role can insist on its own
 * account. Others would be locked out.
 *
 * Sources: "IAM role for publishing flow logs to CloudWatch Logs", Amazon VPC User Guide; trust of
 * ECS tasks in aws/agent-toolkit-for-aws.
 */
const servicesThatNameAccounts = ["ecs-tasks.amazonaws.com", "vpc-flow-logs.amazonaws.com"];

/**
 * A role that one AWS service may take on, with no permission yet.
 *
 * @param name - the child's name; a longer one than IAM takes ends in a hash of it
 * @param servicePrincipal - such as `lambda.amazonaws.com`
 */
export function serviceRole(
  name: string,
  servicePrincipal: string,
  opts: pulumi.CustomResourceOptions,
): aws.iam.Role {
  const assumeRolePolicy = pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: servicePrincipal },
        Action: "sts:AssumeRole",
        ...(servicesThatNameAccounts.includes(servicePrincipal) && {
          Condition: { StringEquals: { "aws:SourceAccount": ownAccount(opts) } },
        }),
      },
    ],
  });
  return new aws.iam.Role(fitting(name, maxRoleName), { assumeRolePolicy }, opts);
}

/** IAM takes 64 and 128 characters, of which Pulumi's random ending needs 8. Source: IAM User Guide, "IAM and AWS STS quotas". */
const maxRoleName = 56;
const maxPolicyName = 120;

/** A name that IAM takes: the rest of a longer one is a hash, so that it is still its own. */
function fitting(name: string, most: number): string {
  if (name.length <= most) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, most - hash.length - 1)}-${hash}`;
}

const ownAccount = ({ parent }: pulumi.CustomResourceOptions): pulumi.Output<string> =>
  aws.getCallerIdentityOutput({}, parent ? { parent } : {}).accountId;

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
        Statement: statements.map(({ actions, resources }) => ({
          Effect: "Allow",
          Action: actions,
          Resource: resources,
        })),
      }),
    },
    opts,
  );
}
