import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { isProtected } from "../pool/protection.ts";

interface DenyListArgs {
  readonly denyListRegions?: readonly string[] | undefined;
  readonly deletionProtection?: boolean;
}

/**
 * The deny list: `functions/shared/denyList` has its entries, which expire. Without them, revoked tokens would
 * work until they expire, so it is protected like the pool. Every region writes and reads its own replica.
 */
export function createDenyList(
  name: string,
  args: DenyListArgs,
  opts: pulumi.CustomResourceOptions,
): aws.dynamodb.Table {
  const deletionProtection = isProtected(args);
  return new aws.dynamodb.Table(
    `${name}-revoked`,
    {
      billingMode: "PAY_PER_REQUEST",
      hashKey: "key",
      attributes: [{ name: "key", type: "S" }],
      ttl: { attributeName: "expiresAt", enabled: true },
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true },
      deletionProtectionEnabled: deletionProtection,
      // Replication needs the stream.
      streamEnabled: true,
      streamViewType: "NEW_AND_OLD_IMAGES",
      replicas: (args.denyListRegions ?? []).map((regionName) => ({
        regionName,
        pointInTimeRecovery: true,
        deletionProtectionEnabled: deletionProtection,
        propagateTags: true,
      })),
    },
    deletionProtection ? pulumi.mergeOptions(opts, { protect: true, retainOnDelete: true }) : opts,
  );
}
