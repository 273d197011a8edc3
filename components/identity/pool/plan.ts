import { oneOf, type OptionRules } from "../../shared/options.ts";
import type { OptionGroup } from "../optionGroup.ts";

export interface PlanOptions {
  /**
   * Cognito's feature plan of the pool, which decides its price per active user and month: 0.015 USD, the first 10,000 free, or with
   * PLUS 0.02 USD, none free. @default "ESSENTIALS"
   */
  readonly plan?: "ESSENTIALS" | "PLUS" | undefined;
}

export const planRules: OptionRules<PlanOptions> = {
  plan: oneOf(
    ["ESSENTIALS", "PLUS"],
    "LITE has no tokens of custom claims, and can't be replicated.",
  ),
};

export const plan: OptionGroup<PlanOptions> = {
  pool: (args) => ({ userPoolTier: args.plan ?? "ESSENTIALS" }),
};
