import type { ResourceView } from "../model/resourceView.ts";
import type { StackView } from "../model/stackView.ts";
import type { StackFinding, StackRule } from "../rule.ts";

const bucketTypes = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"];
const bucketBlock = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const accountBlock = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock";

/**
 * Each bucket has a public access block. `require-complete-access-blocks` checks its flags. Advice
 * only: new buckets have a block that no program mentions.
 *
 * Source: "Default settings for new S3 buckets FAQ", S3 User Guide (since April 2023).
 */
export const requireBucketAccessBlocks: StackRule = {
  name: "require-bucket-access-blocks",
  description: "Each S3 bucket has a public access block, of its own or of the account.",
  why: "AWS blocks public access to new buckets, but someone can remove a block that is not in the program without anyone noticing.",
  fix: "Add a BucketPublicAccessBlock with all four flags set to true.",
  level: "advisory",
  equivalents: [
    "CKV2_AWS_6",
    "s3-bucket-level-public-access-prohibited",
    "CIS AWS Foundations v5.0.0/2.1.4",
  ],

  *checkStack(stack): Iterable<StackFinding> {
    if (stack.ofType(accountBlock).some((block) => isOfOwnAccount(stack, block))) return;
    for (const bucket of stack.ofType(...bucketTypes)) {
      if (stack.referring(bucket, bucketBlock, "bucket").length > 0) continue;
      const exposed =
        "Only AWS's default blocks public access to the bucket, and only if it was created since April 2023";
      yield { urn: bucket.urn, exposed, property: "publicAccessBlock", value: undefined };
    }
  },
};

/** Whether a block belongs to an account in which the stack has resources, as far as is known. */
function isOfOwnAccount(stack: StackView, block: ResourceView): boolean {
  const [account] = block.hintsAt("accountId");
  const known = stack.derived(accountsOf);
  return account === undefined || known.size === 0 || known.has(String(account));
}

/** The accounts in the resources' ARNs. ARNs of buckets contain none. */
const accountsOf = (stack: StackView): ReadonlySet<string> =>
  new Set(
    stack.resources
      .flatMap((resource) => resource.hintsAt("arn"))
      .flatMap((arn) => /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(String(arn))?.[1] ?? []),
  );
