import { aws, type Declared } from "../testing/judge.ts";
import { testStackRule } from "../testing/stackTable.ts";
import { unknown } from "../testing/ruleTable.ts";
import { requireBucketAccessBlocks as rule } from "./requireBucketAccessBlocks.ts";

const bucket = aws("s3.Bucket", "orders", { bucket: unknown });

const block = aws(
  "s3.BucketPublicAccessBlock",
  "block",
  { bucket: unknown },
  { bucket: ["orders"] },
);

const accountBlock = (props: Declared["props"]) =>
  aws("s3.AccountPublicAccessBlock", "account", props);

const role = aws("iam.Role", "role", { arn: "arn:aws:iam::111111111111:role/orders" });

testStackRule(rule, {
  compliant: [bucket, block],
  passing: {
    "a name that is known": {
      orders: { bucket: "orders" },
      block: { bucket: "orders" },
    },
    "a block of the account": {
      block: null,
      add: [accountBlock({})],
    },
    "a block of the account, by its number": {
      block: null,
      add: [role, accountBlock({ accountId: "111111111111" })],
    },
    "a block of an account that may be this one": {
      block: null,
      add: [accountBlock({ accountId: "111111111111" })],
    },
    "a bucket that is gone": { orders: null },
  },
  failing: {
    "no block": [{ block: null }, "orders", /Only AWS.s default blocks public access/],
    "a block of another bucket": [
      { block: { bucket: "other" }, orders: { bucket: "orders" } },
      "orders",
      /Only AWS.s default blocks public access/,
    ],
    "a block of another account": [
      {
        block: null,
        add: [role, accountBlock({ accountId: "999999999999" })],
      },
      "orders",
      /Only AWS.s default blocks public access/,
    ],
    "a second bucket": [
      { add: [aws("s3.BucketV2", "second", { bucket: "second" })] },
      "second",
      /Only AWS.s default blocks public access/,
    ],
  },
});
