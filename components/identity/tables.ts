import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { TriggerSpec } from "./triggers.ts";

/**
 * A table that counts guesses and mails of sign-in codes by user. Its items expire within days, and
 * if it is lost, every user has a full budget again. So it may be deleted and has no recovery.
 *
 * @returns variables and permissions of the triggers that send codes and check them
 */
export function createCodeBudgets(name: string, opts: pulumi.CustomResourceOptions): TriggerSpec {
  const table = new aws.dynamodb.Table(
    `${name}-codes`,
    {
      billingMode: "PAY_PER_REQUEST",
      hashKey: "key",
      attributes: [{ name: "key", type: "S" }],
      ttl: { attributeName: "expiresAt", enabled: true },
      serverSideEncryption: { enabled: true },
    },
    opts,
  );
  return {
    environment: { CODE_BUDGETS_TABLE: table.name },
    statements: [{ actions: ["dynamodb:GetItem", "dynamodb:PutItem"], resources: [table.arn] }],
  };
}

/**
 * A table of the addresses outside `allowedEmailDomains` whose users an administrator created.
 * Without it they could not sign in anymore, so it is protected like the pool.
 *
 * @returns variables and permissions of the trigger that invites, and of the one that checks invitations
 */
export function createInvitations(
  name: string,
  deletionProtection: boolean,
  opts: pulumi.CustomResourceOptions,
): { preSignUp: TriggerSpec; preTokenGeneration: TriggerSpec } {
  const table = new aws.dynamodb.Table(
    `${name}-invited`,
    {
      billingMode: "PAY_PER_REQUEST",
      hashKey: "address",
      attributes: [{ name: "address", type: "S" }],
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true },
      deletionProtectionEnabled: deletionProtection,
    },
    deletionProtection ? pulumi.mergeOptions(opts, { protect: true, retainOnDelete: true }) : opts,
  );
  const spec = (action: string): TriggerSpec => ({
    environment: { INVITATIONS_TABLE: table.name },
    statements: [{ actions: [action], resources: [table.arn] }],
  });
  return {
    preSignUp: spec("dynamodb:PutItem"),
    preTokenGeneration: spec("dynamodb:GetItem"),
  };
}
