import { isTrue } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";

/**
 * Identity pools choose the role, not the app. An advisory, because a few programs need the classic
 * flow, for example for sessions of another length.
 *
 * Source: Cognito Developer Guide, "Identity pools authentication flow".
 */
export const forbidClassicIdentityFlow: ResourceRule = {
  name: "forbid-classic-identity-flow",
  description: "Identity pools use the enhanced flow, in which the pool chooses the role.",
  why: "In the classic flow, an app can request any role that trusts the pool, without the pool's limits for guests.",
  fix: "Set allowClassicFlow to false.",
  equivalents: [],
  level: "advisory",
  types: ["aws:cognito/identityPool:IdentityPool"],

  *check(pool): Iterable<Finding> {
    const property = "allowClassicFlow";
    const value = pool.valueAt(property);
    if (isTrue(value)) yield { exposed: "Apps choose their role themselves", property, value };
  },
};
