import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import type { Properties } from "../../graph/resource.ts";
import {
  type CreateRequest,
  physicalName,
  type ProviderContext,
  required,
  type ResourceKinds,
} from "../kind.ts";
import { missingPolicies, missingRoles } from "./missing.ts";

/** Roles and policies exist at the AWS endpoint, which enforces them on functions and services. */
export const iamKinds: ResourceKinds = {
  "aws:iam/role:Role": {
    autoname: "name",
    create: async (request) => {
      const name = physicalName(request);
      const path = text(request.inputs["path"]);
      const { accountId } = request.context;
      await request.context.aws.iam.send(
        new CreateRoleCommand({
          RoleName: name,
          Path: path,
          AssumeRolePolicyDocument: trustPolicy(request),
          PermissionsBoundary: text(request.inputs["permissionsBoundary"]),
        }),
      );
      const problems = await putOwnPolicies(request.context, name, request.inputs);
      return {
        id: name,
        outputs: { name, arn: `arn:aws:iam::${accountId}:role${path ?? "/"}${name}` },
        problems,
      };
    },
    update: async (request) => {
      const { id: RoleName, context, inputs, outputs } = request;
      const { iam } = context.aws;
      await iam.send(
        new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trustPolicy(request) }),
      );
      const boundary = text(inputs["permissionsBoundary"]);
      if (boundary !== undefined) {
        await iam.send(
          new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: boundary }),
        );
      } else if (request.changed.includes("permissionsBoundary")) {
        await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }));
      }
      if (
        request.changed.some((name) => name === "inlinePolicies" || name === "managedPolicyArns")
      ) {
        await removeOwnPolicies(context, RoleName, outputs);
        await putOwnPolicies(context, RoleName, inputs);
      }
    },
    delete: async ({ id, outputs, context }) => {
      await removeOwnPolicies(context, id, outputs);
      await context.aws.iam.send(new DeleteRoleCommand({ RoleName: id }));
    },
    missing: missingRoles,
  },
  "aws:iam/policy:Policy": {
    autoname: "name",
    create: async (request) => {
      const name = physicalName(request);
      const path = text(request.inputs["path"]) ?? "/";
      await request.context.aws.iam.send(
        new CreatePolicyCommand({
          PolicyName: name,
          Path: path,
          PolicyDocument: widenSending(documentOf(request, "policy")),
        }),
      );
      const policyArn = `arn:aws:iam::${request.context.accountId}:policy${path}${name}`;
      return { id: policyArn, outputs: { name, path, arn: policyArn } };
    },
    // The provider makes a new version too, and deletes the former one.
    update: async (request) => {
      const { id: PolicyArn, context } = request;
      const { iam } = context.aws;
      const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
      const PolicyDocument = widenSending(documentOf(request, "policy"));
      await iam.send(
        new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }),
      );
      await iam.send(
        new DeletePolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
      );
    },
    delete: ({ id, context }) => context.aws.iam.send(new DeletePolicyCommand({ PolicyArn: id })),
    missing: missingPolicies,
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
      const problems = await attach(request.context, role, [policyArn]);
      return { id: `${role}-${policyArn}`, outputs: {}, problems };
    },
    delete: ({ outputs, context }) =>
      detach(context, String(outputs["role"]), [String(outputs["policyArn"])]),
  },
  // Attaches a policy to several roles. Users and groups have no counterpart here.
  "aws:iam/policyAttachment:PolicyAttachment": {
    autoname: "name",
    create: async (request) => {
      const name = physicalName(request);
      const policyArn = required(request, "policyArn");
      const problems: string[] = [];
      for (const role of listIn(request.inputs, "roles")) {
        problems.push(...(await attach(request.context, role, [policyArn])));
      }
      return { id: name, outputs: { name }, problems: [...new Set(problems)] };
    },
    delete: async ({ outputs, context }) => {
      for (const role of listIn(outputs, "roles")) {
        await detach(context, role, [String(outputs["policyArn"])]);
      }
    },
  },
};

/** @returns the policies that are unknown here, in words */
async function attach(
  { aws }: ProviderContext,
  RoleName: string,
  policyArns: readonly string[],
): Promise<string[]> {
  const unknown: string[] = [];
  for (const PolicyArn of policyArns) {
    await aws.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    // MiniStack attaches a policy that it doesn't know; it allows nothing.
    const isKnown = await aws.iam.send(new GetPolicyCommand({ PolicyArn })).then(
      () => true,
      () => false,
    );
    if (!isKnown) {
      unknown.push(
        `the role "${RoleName}" has none of the rights of ${PolicyArn}, which is unknown here`,
      );
    }
  }
  return unknown;
}

async function detach(
  { aws }: ProviderContext,
  RoleName: string,
  policyArns: readonly string[],
): Promise<void> {
  for (const PolicyArn of policyArns) {
    await aws.iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  }
}

/** Gives a role the policies that are its own properties. */
async function putOwnPolicies(
  context: ProviderContext,
  RoleName: string,
  properties: Properties,
): Promise<string[]> {
  for (const { name, policy } of inlinePoliciesOf(properties)) {
    await context.aws.iam.send(
      new PutRolePolicyCommand({
        RoleName,
        PolicyName: name,
        PolicyDocument: widenSending(policy),
      }),
    );
  }
  return attach(context, RoleName, listIn(properties, "managedPolicyArns"));
}

async function removeOwnPolicies(
  context: ProviderContext,
  RoleName: string,
  properties: Properties,
): Promise<void> {
  for (const { name } of inlinePoliciesOf(properties)) {
    await context.aws.iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: name }));
  }
  await detach(context, RoleName, listIn(properties, "managedPolicyArns"));
}

/** An object without a policy means that there are none. (Registry page of `aws.iam.Role`) */
function inlinePoliciesOf({ inlinePolicies }: Properties): { name: string; policy: string }[] {
  const given = (inlinePolicies ?? []) as { name?: string; policy?: string }[];
  return given.flatMap(({ name, policy }) => (name && policy ? [{ name, policy }] : []));
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

const listIn = (properties: Properties, name: string): string[] =>
  ((properties[name] ?? []) as unknown[]).map(String);

async function putPolicy(request: CreateRequest): Promise<void> {
  await request.context.aws.iam.send(
    new PutRolePolicyCommand({
      RoleName: required(request, "role"),
      PolicyName: physicalName(request),
      PolicyDocument: widenSending(documentOf(request, "policy")),
    }),
  );
}

interface PolicyDocument {
  readonly Statement: Statement | readonly Statement[];
}

interface Statement {
  readonly Action?: string | readonly string[];
}

/** Pulumi accepts a policy as a text and as an object. */
function documentOf({ inputs }: Pick<CreateRequest, "inputs">, property: string): string {
  const value = inputs[property];
  return typeof value === "object" && value !== null
    ? JSON.stringify(value)
    : required({ inputs }, property);
}

/**
 * AWS checks `ses:SendEmail` on the sender's identity. MiniStack 1.5.33 checks it on `*` and would
 * refuse a correct policy.
 */
function widenSending(policy: string): string {
  const document = JSON.parse(policy) as PolicyDocument;
  const widened = [document.Statement]
    .flat()
    .map((statement) =>
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
  const policy = JSON.parse(documentOf(request, "assumeRolePolicy")) as PolicyDocument;
  const host = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${request.context.accountId}:root` },
    Action: "sts:AssumeRole",
  };
  return JSON.stringify({ ...policy, Statement: [policy.Statement, host].flat() });
}
