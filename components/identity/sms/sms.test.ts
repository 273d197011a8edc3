import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { recordResources } from "../../../tests/support/recordResources.ts";
import { UserDirectory, type UserDirectoryArgs } from "../index.ts";

const platform = {
  region: "us-east-1",
  platformName: "Test",
  mfa: { factors: ["totp", "sms"] },
} satisfies UserDirectoryArgs;

const record = (more: Partial<UserDirectoryArgs>) =>
  recordResources(() => new UserDirectory("users", { ...platform, ...more }));

/** Options of the directory's resources. */
async function optionsOf(more: Partial<UserDirectoryArgs>) {
  const all = new Map<string, pulumi.CustomResourceOptions>();
  const note: pulumi.ResourceTransformation = ({ type, name, opts }) => {
    all.set(`${type.split(":").at(-1)} ${name}`, opts);
    return undefined;
  };
  const args = { ...platform, ...more };
  await recordResources(() => new UserDirectory("users", args, { transformations: [note] }));
  return all;
}

const parsed = (inputs: object, property: string) =>
  JSON.parse(String((inputs as Record<string, unknown>)[property])) as {
    Statement: Record<string, unknown>[];
  };

describe("text messages of a user directory", () => {
  it("are sent by a role that only pools of the account may assume, with the external id", async () => {
    const recorded = await record({ sms: {} });

    assert.deepEqual(parsed(recorded.inputs("Role", "users-sms"), "assumeRolePolicy").Statement, [
      {
        Effect: "Allow",
        Principal: { Service: "cognito-idp.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "sts:ExternalId": "users", "aws:SourceAccount": "123456789012" },
          ArnLike: { "aws:SourceArn": "arn:aws:cognito-idp:us-east-1:123456789012:userpool/*" },
        },
      },
    ]);
    assert.deepEqual(
      (recorded.inputs("UserPool", "users") as Record<string, unknown>)["smsConfiguration"],
      {
        snsCallerArn: "arn:aws:test:::aws:iam/role:Role/users-sms",
        externalId: "users",
        snsRegion: "us-east-1",
      },
    );
  });

  it("go to phones only", async () => {
    const recorded = await record({ sms: {} });
    const { Statement } = parsed(recorded.inputs("RolePolicy", "users-sms"), "policy");

    assert.deepEqual(
      Statement.map(({ Effect, Action, Resource }) => [Effect, Action, Resource]),
      [
        ["Allow", "sns:Publish", "*"],
        ["Deny", "sns:Publish", "arn:aws:sns:*:*:*"],
      ],
    );
  });

  for (const deletionProtection of [true, false]) {
    it(`have a role that is ${deletionProtection ? "kept" : "deleted"} with the pool`, async () => {
      const options = await optionsOf({ sms: {}, deletionProtection });

      for (const resource of ["Role users-sms", "RolePolicy users-sms", "UserPool users"]) {
        const { protect = false, retainOnDelete = false } = options.get(resource)!;
        assert.deepEqual([protect, retainOnDelete], [deletionProtection, deletionProtection]);
      }
    });
  }

  it("have limits of the account only if they are set", async () => {
    const limited = await record({ sms: { senderId: "ACME", monthlySpendUsd: 20 } });
    const plain = await record({ sms: { externalId: "pool-1" } });

    assert.deepEqual(limited.inputs("SmsPreferences", "users-sms"), {
      defaultSmsType: "Transactional",
      defaultSenderId: "ACME",
      monthlySpendLimit: 20,
    });
    assert.deepEqual(plain.names("SmsPreferences"), []);
  });

  const refusals: readonly [UserDirectoryArgs["sms"], RegExp][] = [
    [{ externalId: "a b" }, /sms\.externalId is "a b"; allowed: 2 to 256 letters/],
    [{ senderId: "123" }, /sms\.senderId is "123"; .*one is a letter/],
    [{ senderId: "TWELVELETTER" }, /sms\.senderId is "TWELVELETTER"; allowed: 1 to 11/],
    [{ monthlySpendUsd: 0 }, /sms\.monthlySpendUsd is 0; allowed: a whole number from 1/],
    [{ monthlySpendUsd: 2.5 }, /sms\.monthlySpendUsd is 2\.5; allowed: a whole number from 1/],
  ];
  for (const [given, expected] of refusals) {
    it(`refuse ${JSON.stringify(given)}`, async () => {
      await assert.rejects(record({ sms: given }), expected);
    });
  }
});
