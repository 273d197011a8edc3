import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { TriggerSpec } from "./triggers.ts";

/**
 * Counts guesses and mails of sign-in codes by user. It holds nothing else, and forgets that within
 * days: a lost table gives everybody a full budget. So it may be deleted, and has no recovery.
 *
 * @returns what the triggers need that ask for codes and check them
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
 * Remembers addresses outside of `allowedEmailDomains` whose users an administrator created. Without
 * it they could not sign in any more: it is kept as the pool is.
 *
 * @returns what the trigger needs that invites, and the one that looks whether somebody is invited
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
