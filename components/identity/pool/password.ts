import type { OptionFault } from "../../shared/errors.ts";
import { listOf, oneOf, type OptionRules, options, whole } from "../../shared/options.ts";
import * as defaults from "../defaults.ts";
import type { OptionGroup } from "../optionGroup.ts";
import type { ThreatOptions } from "./threatProtection.ts";

const classes = ["lowercase", "uppercase", "numbers", "symbols"] as const;

/** What users may choose as a password. It applies to new passwords only. */
interface PasswordPolicy {
  /** Least characters, 8 to 99. @default 12 */
  readonly minimumLength?: number;
  /** Kinds of characters that each password must have. @default all: lowercase, uppercase, numbers, symbols */
  readonly classes?: readonly (typeof classes)[number][];
  /** Number of a user's former passwords that can't be used again, 0 to 24. Needs `threatProtection`. @default 0 */
  readonly history?: number;
  /** Days until a password that an administrator set expires, 1 to 365. @default 3 */
  readonly temporaryDays?: number;
}

export interface PasswordOptions {
  /** Which passwords users may choose. @default 12 characters of all kinds */
  readonly password?: PasswordPolicy | undefined;
}

/** Cognito itself allows passwords of 6 characters. Source: Cognito API Reference, "PasswordPolicyType". */
const policyRules: OptionRules<PasswordPolicy> = {
  minimumLength: whole(8, 99),
  classes: listOf(oneOf(classes), { distinct: true, allowed: `a list of ${classes.join(", ")}` }),
  history: whole(0, 24),
  temporaryDays: whole(1, 365),
};

export const passwordRules: OptionRules<PasswordOptions> = { password: options(policyRules) };

interface PasswordArgs extends PasswordOptions {
  passwordMinimumLength?: number;
}

export const password: OptionGroup<PasswordOptions & ThreatOptions, PasswordArgs> = {
  faults: historyFaults,
  directoryFaults: ({ password: given, passwordMinimumLength }) =>
    given && passwordMinimumLength !== undefined
      ? [
          {
            argument: "passwordMinimumLength",
            given: passwordMinimumLength,
            allowed: "nothing beside password",
            fix: "Set password.minimumLength in its place.",
          },
        ]
      : [],
  pool: ({ password: given = {}, passwordMinimumLength }) => {
    const required = given.classes ?? classes;
    return {
      passwordPolicy: {
        minimumLength:
          given.minimumLength ?? passwordMinimumLength ?? defaults.passwordMinimumLength,
        requireLowercase: required.includes("lowercase"),
        requireUppercase: required.includes("uppercase"),
        requireNumbers: required.includes("numbers"),
        requireSymbols: required.includes("symbols"),
        temporaryPasswordValidityDays: given.temporaryDays ?? defaults.temporaryPasswordDays,
        ...(given.history && { passwordHistorySize: given.history }),
      },
    };
  },
};

/** Source: @pulumi/aws 7.48, UserPoolPasswordPolicy (passwordHistorySize). */
function historyFaults({
  password: given,
  threatProtection,
}: PasswordOptions & ThreatOptions): OptionFault[] {
  if (!given?.history || threatProtection) return [];
  return [
    {
      argument: "password.history",
      given: given.history,
      allowed: "0 without threatProtection",
      fix: 'Cognito keeps former passwords only with it: set threatProtection: "audit" and plan: "PLUS".',
    },
  ];
}
