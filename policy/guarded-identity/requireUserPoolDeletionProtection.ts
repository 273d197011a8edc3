import type { Finding, ResourceRule } from "../rule.ts";
import { isTemporary, temporaryStacks, type TemporaryStacks } from "./support/temporaryStacks.ts";

/**
 * User pools of permanent stacks cannot be deleted by accident. Advice only: a stack's name does not
 * say for certain whether its users matter.
 *
 * Source: Cognito API Reference, "UserPoolType" (DeletionProtection; not set, it is INACTIVE).
 */
export const requireUserPoolDeletionProtection: ResourceRule<TemporaryStacks> = {
  name: "require-user-pool-deletion-protection",
  description: "User pools are protected from deletion, except in temporary stacks.",
  why: "Deleting a user pool deletes all accounts and passwords. There is no backup.",
  fix: 'Set deletionProtection to "ACTIVE".',
  equivalents: ["cognito-user-pool-deletion-protection-enabled"],
  types: ["aws:cognito/userPool:UserPool"],
  level: "advisory",
  settings: { temporaryStacks },

  *check(pool, settings): Iterable<Finding> {
    if (isTemporary(pool, settings.temporaryStacks)) return;
    const property = "deletionProtection";
    const protection = pool.valueAt(property, "INACTIVE");
    if (protection === undefined || protection === "ACTIVE") return;
    const exposed = "Deleting the user pool would delete all of its users";
    yield { exposed, property, value: pool.valueAt(property) };
  },

  remediate(pool) {
    const set = pool["deletionProtection"];
    if (set !== undefined && set !== "INACTIVE") return false;
    pool["deletionProtection"] = "ACTIVE";
    return true;
  },
};
