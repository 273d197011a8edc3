import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { miniStack } from "../../../local/aws/cognito/testing/miniStack.ts";
import type { AwsEndpoint } from "../../../local/aws/endpoint.ts";
import { UserPool } from "../../../local/aws/guard/userpools/testing/userPool.ts";
import { type Outcome, runCommand } from "../../../project/testing/runCommand.ts";
import { run } from "../index.ts";
import type { Revoke } from "../../../project/users/directory.ts";

/** Pools of the running endpoint, and the command in a folder of its own. */
export interface TestUsers {
  readonly aws: AwsEndpoint;
  readonly folder: string;
  /** Of every environment but `other`, which has the other one. */
  readonly pool: UserPool;
  readonly other: UserPool;
  /** The users whose tokens were put on the deny list, with the times. */
  readonly revoked: [subject: string, now: number][];
  users(...args: string[]): Promise<Outcome>;
  /** What a command prints that succeeds. */
  out(...args: string[]): Promise<string>;
  /** The error of one that fails. */
  refused(...args: string[]): Promise<string>;
}

/** Starts the endpoint with two pools whose users sign in by email address, and with the groups `staff` and `admins`. */
export function testUsers(): TestUsers {
  const stack = miniStack();
  const test = { revoked: [] as TestUsers["revoked"] } as {
    -readonly [Key in keyof TestUsers]: TestUsers[Key];
  };
  before(async () => {
    test.aws = stack.aws;
    test.folder = await mkdtemp(join(tmpdir(), "palisade-users-"));
    test.pool = await createPool(stack.aws);
    test.other = await createPool(stack.aws);
  });
  after(() => rm(test.folder, { recursive: true }));

  test.users = (...args) =>
    runCommand(
      (argv, io) =>
        run(argv, io, async (_, { env: environment }) => {
          const { cognito, url } = stack.aws;
          const credentials = await cognito.config.credentials();
          const region = await cognito.config.region();
          const { userPoolId } = environment === "other" ? test.other : test.pool;
          const config = { endpoint: url, region, credentials, maxAttempts: 1 };
          const client = new CognitoIdentityProviderClient(config);
          const revoke: Revoke = async (...entry) => void test.revoked.push(entry);
          return {
            cognito: client,
            userPoolId,
            environment,
            revoke,
            close: () => client.destroy(),
          };
        }),
      args,
      test.folder,
    );
  test.out = async (...args) => {
    const { code, stdout, stderr } = await test.users(...args);
    assert.deepEqual([code, stderr], [0, ""], stdout);
    return stdout;
  };
  test.refused = async (...args) => {
    const { code, stdout, stderr } = await test.users(...args);
    assert.deepEqual([code, stdout], [1, ""]);
    return stderr;
  };
  return test;
}

async function createPool(aws: AwsEndpoint): Promise<UserPool> {
  const pool = await UserPool.create(
    aws,
    {
      UsernameAttributes: ["email"],
      AutoVerifiedAttributes: ["email"],
      Schema: [{ Name: "tenant", AttributeDataType: "String", Mutable: true }],
    },
    { ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"] },
  );
  for (const GroupName of ["staff", "admins"]) {
    await aws.cognito.send(new CreateGroupCommand({ UserPoolId: pool.userPoolId, GroupName }));
  }
  return pool;
}

/** A user as Cognito has it. */
export const readUser = ({ aws, userPoolId: UserPoolId }: UserPool, Username: string) =>
  aws.cognito.send(new AdminGetUserCommand({ UserPoolId, Username }));
