import {
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  type LambdaConfigType,
} from "@aws-sdk/client-cognito-identity-provider";
import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { CreateFunctionCommand } from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Children } from "../../../../project/children.ts";
import type { AwsEndpoint } from "../../endpoint.ts";
import { startEndpoint } from "../../miniStack.ts";

const region = "eu-west-1";

/** Starts a MiniStack, behind a front, before the tests of a suite, and stops it after them. */
export function miniStack(): { readonly aws: AwsEndpoint; readonly folder: string } {
  const stack = {} as { aws: AwsEndpoint; folder: string };
  let children: Children;
  before(async function () {
    this.timeout(120_000); // MiniStack may have to be installed.
    children = new Children(() => {});
    const folder = await mkdtemp(join(tmpdir(), "palisade-test-"));
    children.ownFolder(folder);
    stack.folder = folder;
    stack.aws = await startEndpoint({ region, children, folder, announce: () => {} });
  });
  after(() => children.close());
  return stack;
}

/** Creates functions and their role. @returns the ARNs by name, such as a pool's `LambdaConfig` */
export async function createFunctions<Name extends string>(
  { iam, lambda }: AwsEndpoint,
  handlers: Record<Name, string>,
): Promise<Record<Name, string>> {
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: "triggers",
      AssumeRolePolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "lambda.amazonaws.com" },
            Action: "sts:AssumeRole",
          },
        ],
      }),
    }),
  );
  const create = async ([name, body]: [string, string]) => {
    const code = `export async function handler(event) { ${body}; return event; }`;
    const { FunctionArn } = await lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Role: Role!.Arn,
        Runtime: "nodejs20.x",
        Handler: "index.handler",
        Code: { ZipFile: zipSync({ "index.mjs": strToU8(code) }) },
      }),
    );
    return [name, FunctionArn!];
  };
  const arns = await Promise.all(Object.entries<string>(handlers).map(create));
  return Object.fromEntries(arns) as Record<Name, string>;
}

export interface TestPool {
  readonly userPoolId: string;
  readonly clientId: string;
}

/** Creates a pool whose users sign up by email address, and a client that hides which users exist. */
export async function createPool(
  { cognito }: AwsEndpoint,
  LambdaConfig: LambdaConfigType,
): Promise<TestPool> {
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({
      PoolName: "users",
      UsernameAttributes: ["email"],
      AutoVerifiedAttributes: ["email"],
      LambdaConfig,
    }),
  );
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId: UserPool!.Id,
      ClientName: "app",
      ExplicitAuthFlows: [
        "ALLOW_CUSTOM_AUTH",
        "ALLOW_USER_PASSWORD_AUTH",
        "ALLOW_ADMIN_USER_PASSWORD_AUTH",
      ],
      PreventUserExistenceErrors: "ENABLED",
    }),
  );
  return { userPoolId: UserPool!.Id!, clientId: UserPoolClient!.ClientId! };
}
