import { isTrue } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";

interface Settings {
  readonly minimumLength: number;
  readonly characters: readonly string[];
  readonly passphraseLength: number;
}

/** Kinds of characters, with the flag that requires them. */
const flags: Readonly<Record<string, string>> = {
  lowercase: "requireLowercase",
  uppercase: "requireUppercase",
  numbers: "requireNumbers",
  symbols: "requireSymbols",
};

/**
 * User pools require passwords that are hard to guess. A pool without a password policy requires 8
 * characters of all kinds; a pool with one requires only what the policy sets.
 *
 * Source: Cognito Developer Guide, "Adding user pool password requirements"; the provider sends a
 * flag that is not set as false.
 */
export const requireStrongPasswords: ResourceRule<Settings> = {
  name: "require-strong-passwords",
  description: "User passwords have a minimum length and several kinds of characters.",
  why: "Short or simple passwords can be guessed, or cracked if their hashes leak.",
  fix: "Set minimumLength and the required kinds of characters in passwordPolicy.",
  equivalents: ["cognito-user-pool-password-policy-check"],
  types: ["aws:cognito/userPool:UserPool"],
  excuses: ["passwordPolicy.minimumLength"],
  settings: {
    minimumLength: {
      description: "The password length that a pool must require, at least.",
      schema: { type: "integer", minimum: 6, maximum: 99 },
      default: 8,
    },
    characters: {
      description: "Kinds of characters that a pool must require.",
      schema: { type: "array", items: { enum: Object.keys(flags) } },
      default: Object.keys(flags),
    },
    passphraseLength: {
      description:
        "A pool that requires at least this length does not have to require kinds of characters.",
      schema: { type: "integer", minimum: 6 },
      default: 15,
    },
  },

  *check(pool, settings): Iterable<Finding> {
    const property = "passwordPolicy.minimumLength";
    const unset = pool.isSet("passwordPolicy") ? 0 : 8;
    const length = pool.valueAt(property, unset);
    if (length !== undefined && Number(length) < settings.minimumLength) {
      const exposed = `Passwords may be shorter than ${settings.minimumLength} characters`;
      yield { exposed, property, value: pool.valueAt(property) };
    }
    if (!pool.isSet("passwordPolicy") || Number(length) >= settings.passphraseLength) return;
    for (const kind of settings.characters) {
      const flag = `passwordPolicy.${flags[kind]}`;
      const asked = pool.valueAt(flag, false);
      if (asked === undefined || isTrue(asked)) continue;
      yield { exposed: `Passwords need no ${kind}`, property: flag, value: pool.valueAt(flag) };
    }
  },
};
