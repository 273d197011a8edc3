import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { isProtected } from "../pool/protection.ts";
import type { TriggerSpec } from "./spec.ts";

/** The table of invited addresses, with variables and permissions of the triggers that use it. */
export interface Invitations {
  readonly tableName: pulumi.Output<string>;
  /** For the trigger that invites. `undefined` in a replica, which has no sign-up. */
  readonly preSignUp?: TriggerSpec;
  /** For the trigger that checks invitations. */
  readonly preTokenGeneration: TriggerSpec;
}

interface InvitationsArgs {
  readonly deletionProtection?: boolean;
  readonly replication?: { readonly replicaRegion?: string | undefined };
}

/**
 * A table of the addresses outside `allowedEmailDomains` whose users an administrator created.
 * Without it they could not sign in anymore, so it is protected like the pool. With a replica of the
 * pool it has one in the same region, which the replica's triggers read.
 */
export function createInvitations(
  name: string,
  args: InvitationsArgs,
  opts: pulumi.CustomResourceOptions,
): Invitations {
  const { replication } = args;
  const { replicaRegion } = replication ?? {};
  const deletionProtection = isProtected(args);
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
