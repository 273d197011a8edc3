import { type Mappings, resourcePolicy } from "../mapping.ts";

export const keyMappings: Mappings = {
  "aws:kms/key:Key": {
    schema: "AWS::KMS::Key",
    names: {
      customerMasterKeySpec: "KeySpec",
      deletionWindowInDays: "PendingWindowInDays",
      isEnabled: "Enabled",
    },
    parts: { policy: resourcePolicy },
    replaces: ["customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "xksKeyId"],
  },
  "aws:kms/replicaKey:ReplicaKey": {
    schema: "AWS::KMS::ReplicaKey",
    names: { deletionWindowInDays: "PendingWindowInDays" },
    parts: { policy: resourcePolicy },
    formats: { primaryKeyArn: "AWS::KMS::Key.Arn" },
    // Pulumi's provider and KMS have a default policy.
    optional: ["KeyPolicy"],
  },
  "aws:kms/alias:Alias": { schema: "AWS::KMS::Alias", names: { name: "AliasName" } },
};
