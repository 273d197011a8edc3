import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { TriggerSpec } from "./spec.ts";

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
