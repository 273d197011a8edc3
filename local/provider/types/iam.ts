import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { physicalName, required, type ResourceKinds } from "../kind.ts";

/** Roles exist for real, so that what they allow is what the functions and services can do. */
export const iamKinds: ResourceKinds = {
  "aws:iam/role:Role": async (request) => {
    const name = physicalName(request);
    const { aws, accountId } = request.context;
    await aws.iam.send(
      new CreateRoleCommand({
        RoleName: name,
        AssumeRolePolicyDocument: trustHost(required(request, "assumeRolePolicy"), accountId),
      }),
    );
    return { id: name, outputs: { name, arn: `arn:aws:iam::${accountId}:role/${name}` } };
  },
  "aws:iam/rolePolicy:RolePolicy": async (request) => {
    const role = required(request, "role");
    const name = physicalName(request);
    await request.context.aws.iam.send(
      new PutRolePolicyCommand({
        RoleName: role,
        PolicyName: name,
        PolicyDocument: widenSending(required(request, "policy")),
      }),
    );
    return { id: `${role}:${name}`, outputs: { name } };
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": async (request) => {
    const role = required(request, "role");
    const policyArn = required(request, "policyArn");
    await request.context.aws.iam.send(
      new AttachRolePolicyCommand({ RoleName: role, PolicyArn: policyArn }),
    );
    return { id: `${role}-${policyArn}`, outputs: {} };
  },
};

interface Statement {
  Action: string | string[];
  Resource: string | string[];
}

/**
 * AWS checks `ses:SendEmail` on the sender's identity; MiniStack 1.5.33 has no resource for it and
 * checks it on `*`, so that a right policy would be refused.
 */
function widenSending(policy: string): string {
  const document = JSON.parse(policy) as { Statement: Statement[] };
  const widened = document.Statement.map((statement) =>
    [statement.Action].flat().includes("ses:SendEmail")
      ? { ...statement, Resource: "*" }
      : statement,
  );
  return JSON.stringify({ ...document, Statement: widened });
}

/**
 * On AWS, ECS takes on a task's role and hands its credentials to the service. Here the platform
 * does so with the account's own key, which the role has to trust as well.
 */
function trustHost(assumeRolePolicy: string, accountId: string): string {
  const policy = JSON.parse(assumeRolePolicy) as { Statement: object[] };
  const host = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    Action: "sts:AssumeRole",
  };
  return JSON.stringify({ ...policy, Statement: [...policy.Statement, host] });
}
