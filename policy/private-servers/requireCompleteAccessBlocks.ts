import type { Finding, ResourceRule } from "../rule.ts";
import { openedBy } from "./support/switches.ts";

const flags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

/** The path of the flags and their default, by type. */
const blocks: Readonly<Record<string, { readonly prefix: string; readonly isOn: boolean }>> = {
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": { prefix: "", isOn: false },
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": { prefix: "", isOn: false },
  "aws:s3/accessPoint:AccessPoint": { prefix: "publicAccessBlockConfiguration.", isOn: true },
  "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint": {
    prefix: "details.publicAccessBlock.",
    isOn: true,
  },
};

/** Public access blocks for buckets are complete. */
export const requireCompleteAccessBlocks: ResourceRule = {
  name: "require-complete-access-blocks",
  description: "S3 public access blocks have all four flags on.",
  why: "If one flag is off, an access control list or a policy can make data public by mistake.",
  fix: "Set blockPublicAcls, blockPublicPolicy, ignorePublicAcls and restrictPublicBuckets to true.",
  equivalents: [
    "CKV_AWS_53",
    "CKV_AWS_54",
    "CKV_AWS_55",
    "CKV_AWS_56",
    "CKV_AWS_392",
    "s3-account-level-public-access-blocks",
    "s3-bucket-level-public-access-prohibited",
    "s3-account-level-public-access-blocks-periodic",
    "s3-access-point-public-access-blocks",
    "CIS AWS Foundations v5.0.0/2.1.4",
  ],
  types: Object.keys(blocks),

  *check(block): Iterable<Finding> {
    const { prefix, isOn } = blocks[block.type]!;
    for (const flag of flags) {
      const exposed = "Public access is not fully blocked";
      const property = `${prefix}${flag}`;
      yield* openedBy({ exposed, property, closed: ["true"], closedByDefault: isOn }, block);
    }
  },

  /** Sets missing flags. A flag that the program turns off may be needed off. */
  remediate(inputs, type): boolean {
    if (blocks[type]?.prefix !== "") return false;
    const missing = flags.filter((flag) => isLeftOut(inputs, flag));
    for (const flag of missing) inputs[flag] = true;
    return missing.length > 0;
  },
};

/** Inputs include the provider's defaults, and list which ones these are. */
function isLeftOut(inputs: Record<string, unknown>, flag: string): boolean {
  const value = inputs[flag];
  const defaults = inputs["__defaults"];
  const isDefault = Array.isArray(defaults) && defaults.includes(flag);
  return value === undefined || value === null || (isDefault && value !== true);
}
