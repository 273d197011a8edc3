import { isObject, listOf, oneOf, type OptionRules, type Rule } from "../../shared/options.ts";
import type { OptionGroup } from "../optionGroup.ts";
import { type SignInOptions, verifiedOf } from "./signIn.ts";

type Channel = "email" | "phone";

export interface RecoveryOptions {
  /**
   * Where a user who forgot the password gets a code, the first one that the user has; `"admin"`: only an
   * administrator resets passwords. Email as a second factor needs both channels.
   * @default by what users sign in with: `["email"]`, `["phone"]` or both
   */
  readonly recovery?: readonly Channel[] | "admin" | undefined;
}

const channels = listOf(oneOf(["email", "phone"]), {
  least: 1,
  distinct: true,
  allowed: 'a list of "email" and "phone", or "admin"',
});

const rule: Rule = (given, path) =>
  given === "admin" ? [] : channels(isObject(given) ? undefined : given, path);

export const recoveryRules: OptionRules<RecoveryOptions> = { recovery: rule };

/** The channels in their order; none if only an administrator resets passwords. */
export const recoveryOf = ({ recovery: given, ...args }: RecoveryOptions & SignInOptions) =>
  given === "admin" ? [] : (given ?? verifiedOf(args));

const names = { email: "verified_email", phone: "verified_phone_number" } as const;

/** Source of the names: Cognito API Reference, "RecoveryOptionType". */
export const recovery: OptionGroup<RecoveryOptions & SignInOptions> = {
  pool: (args) => ({
    accountRecoverySetting: {
      recoveryMechanisms:
        args.recovery === "admin"
          ? [{ name: "admin_only", priority: 1 }]
          : recoveryOf(args).map((channel, index) => ({
              name: names[channel],
              priority: index + 1,
            })),
    },
  }),
};
