import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A statement that allows actions on resources; both always named one by one. */
export interface AllowStatement {
  readonly actions: string[];
  readonly resources: pulumi.Input<string>[];
}

/**
 * A role that one AWS service may take on, with no permission yet.
 *
 * @param name - the child's name
 * @param servicePrincipal - such as `lambda.amazonaws.com`
 */
export function serviceRole(
  name: string,
  servicePrincipal: string,
  opts: pulumi.CustomResourceOptions,
): aws.iam.Role {
  return new aws.iam.Role(
    name,
    {
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Principal: { Service: servicePrincipal }, Action: "sts:AssumeRole" },
        ],
      }),
    },
    opts,
  );
}

/** Allows a role the statements' actions and nothing else. */
export function rolePolicy(
  name: string,
  role: aws.iam.Role,
  statements: AllowStatement[],
  opts: pulumi.CustomResourceOptions,
): aws.iam.RolePolicy {
  return new aws.iam.RolePolicy(
    name,
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
