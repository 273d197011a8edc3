import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { type CreateRequest, physicalName, required, type ResourceKinds } from "../kind.ts";

/** Roles exist at the AWS endpoint, which enforces their policies on functions and services. */
export const iamKinds: ResourceKinds = {
  "aws:iam/role:Role": {
    autoname: "name",
    create: async (request) => {
      const name = physicalName(request);
      const { aws, accountId } = request.context;
      await aws.iam.send(
        new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trustPolicy(request) }),
      );
      return { id: name, outputs: { name, arn: `arn:aws:iam::${accountId}:role/${name}` } };
    },
    update: async (request) => {
      await request.context.aws.iam.send(
        new UpdateAssumeRolePolicyCommand({
          RoleName: request.id,
          PolicyDocument: trustPolicy(request),
        }),
      );
    },
    delete: ({ id, context }) => context.aws.iam.send(new DeleteRoleCommand({ RoleName: id })),
  },
  "aws:iam/rolePolicy:RolePolicy": {
    autoname: "name",
    create: async (request) => {
      await putPolicy(request);
      const name = physicalName(request);
      return { id: `${required(request, "role")}:${name}`, outputs: { name } };
    },
    update: putPolicy,
    delete: ({ outputs, context }) =>
      context.aws.iam.send(
        new DeleteRolePolicyCommand({
          RoleName: String(outputs["role"]),
          PolicyName: String(outputs["name"]),
        }),
      ),
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    create: async (request) => {
      const role = required(request, "role");
      const policyArn = required(request, "policyArn");
      await request.context.aws.iam.send(
        new AttachRolePolicyCommand({ RoleName: role, PolicyArn: policyArn }),
      );
      return { id: `${role}-${policyArn}`, outputs: {} };
    },
    delete: ({ outputs, context }) =>
      context.aws.iam.send(
        new DetachRolePolicyCommand({
          RoleName: String(outputs["role"]),
          PolicyArn: String(outputs["policyArn"]),
        }),
      ),
  },
};

async function putPolicy(request: CreateRequest): Promise<void> {
  await request.context.aws.iam.send(
    new PutRolePolicyCommand({
      RoleName: required(request, "role"),
      PolicyName: physicalName(request),
      PolicyDocument: widenSending(required(request, "policy")),
    }),
  );
}

interface Statement {
  Action: string | string[];
  Resource: string | string[];
}

/**
 * AWS checks `ses:SendEmail` on the sender's identity. MiniStack 1.5.33 checks it on `*` and would
 * refuse a correct policy.
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
 * On AWS, ECS assumes a task's role and passes its credentials to the service. Here the platform
 * does so with the account's key, so the role must trust the account as well.
 */
function trustPolicy(request: CreateRequest): string {
  const policy = JSON.parse(required(request, "assumeRolePolicy")) as { Statement: object[] };
  const host = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${request.context.accountId}:root` },
    Action: "sts:AssumeRole",
  };
  return JSON.stringify({ ...policy, Statement: [...policy.Statement, host] });
}
