import type { ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import { isTemporary, temporaryStacks, type TemporaryStacks } from "./support/temporaryStacks.ts";

/**
 * User pools of stacks that stay can't be deleted by accident.
 *
 * Source: Cognito API Reference, "UserPoolType" (DeletionProtection; not set, it is INACTIVE).
 */
export const requireUserPoolDeletionProtection: ResourceRule<TemporaryStacks> = {
  name: "require-user-pool-deletion-protection",
  description: "User pools are protected from deletion, except in stacks that come and go.",
  why: "With a deleted user pool all accounts and passwords are gone; there is no backup to restore.",
  fix: 'Set it to "ACTIVE".',
  equivalents: ["cognito-user-pool-deletion-protection-enabled"],
  types: ["aws:cognito/userPool:UserPool"],
  settings: { temporaryStacks },

  *check(pool: ResourceView, settings): Iterable<Finding> {
    if (isTemporary(pool, settings.temporaryStacks)) return;
    const property = "deletionProtection";
    const protection = pool.valueAt(property, "INACTIVE");
    if (protection === undefined || protection === "ACTIVE") return;
    const exposed = "Who may delete the user pool deletes all of its users with it";
    yield { exposed, property, value: pool.valueAt(property) };
  },

  remediate(pool) {
    const set = pool["deletionProtection"];
    if (set !== undefined && set !== "INACTIVE") return false;
    pool["deletionProtection"] = "ACTIVE";
    return true;
  },
};
