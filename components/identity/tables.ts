import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { UserDirectoryArgs } from "./args.ts";
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

/** The table of invited addresses, with variables and permissions of the triggers that use it. */
export interface Invitations {
  readonly tableName: pulumi.Output<string>;
  /** For the trigger that invites. */
  readonly preSignUp: TriggerSpec;
  /** For the trigger that checks invitations. */
  readonly preTokenGeneration: TriggerSpec;
}

/**
 * A table of the addresses outside `allowedEmailDomains` whose users an administrator created.
 * Without it they could not sign in anymore, so it is protected like the pool. With a replica of the
 * pool it has one in the same region, which the replica's triggers read.
 */
export function createInvitations(
  name: string,
  { deletionProtection = true, replication }: UserDirectoryArgs,
  opts: pulumi.CustomResourceOptions,
): Invitations {
  const { replicaRegion } = replication ?? {};
  const table = new aws.dynamodb.Table(
    `${name}-invited`,
    {
      billingMode: "PAY_PER_REQUEST",
      hashKey: "address",
      attributes: [{ name: "address", type: "S" }],
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true },
      deletionProtectionEnabled: deletionProtection,
      ...(replication && {
        // Replication needs the stream.
        streamEnabled: true,
        streamViewType: "NEW_AND_OLD_IMAGES",
        replicas: [replicaRegion ?? []].flat().map((regionName) => ({
          regionName,
          pointInTimeRecovery: true,
          deletionProtectionEnabled: deletionProtection,
        })),
      }),
    },
    deletionProtection ? pulumi.mergeOptions(opts, { protect: true, retainOnDelete: true }) : opts,
  );
  const { arn } = table;
  return {
    tableName: table.name,
    preSignUp: invitationSpec(table.name, "dynamodb:PutItem", arn),
    preTokenGeneration: invitationSpec(table.name, "dynamodb:GetItem", arn),
  };
}

export const invitationSpec = (
  tableName: pulumi.Input<string>,
  action: string,
  arn: pulumi.Input<string>,
): TriggerSpec => ({
  environment: { INVITATIONS_TABLE: tableName },
  statements: [{ actions: [action], resources: [arn] }],
});
