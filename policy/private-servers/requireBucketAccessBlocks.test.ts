import { aws } from "../testing/judge.ts";
import { testStackRule } from "../testing/stackTable.ts";
import { unknown } from "../testing/ruleTable.ts";
import { requireBucketAccessBlocks as rule } from "./requireBucketAccessBlocks.ts";

const bucket = aws("s3.Bucket", "orders", { bucket: unknown });

const block = {
  type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  name: "block",
  props: { bucket: unknown },
  dependencies: { bucket: ["orders"] },
};

const accountBlock = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock";

const role = aws("iam.Role", "role", { arn: "arn:aws:iam::111111111111:role/orders" });

testStackRule(rule, {
  compliant: [bucket, block],
  passing: {
    "a name that is known": {
      change: { orders: { bucket: "orders" }, block: { bucket: "orders" } },
    },
    "a block of the account": {
      change: { block: null },
      add: [{ type: accountBlock, props: {} }],
    },
    "a block of the account, by its number": {
      change: { block: null },
      add: [role, { type: accountBlock, props: { accountId: "111111111111" } }],
    },
    "a block of an account that may be this one": {
      change: { block: null },
      add: [{ type: accountBlock, props: { accountId: "111111111111" } }],
    },
    "a bucket that is gone": { change: { orders: null } },
  },
  failing: {
    "no block": [{ change: { block: null } }, "orders", /no public access block/],
    "a block of another bucket": [
      { change: { block: { bucket: "other" }, orders: { bucket: "orders" } } },
      "orders",
      /no public access block/,
    ],
    "a block of another account": [
      {
        change: { block: null },
        add: [role, { type: accountBlock, props: { accountId: "999999999999" } }],
      },
      "orders",
      /no public access block/,
    ],
    "a second bucket": [
      {
        add: [aws("s3.BucketV2", "second", { bucket: "second" })],
      },
      "second",
      /no public access block/,
    ],
  },
});
