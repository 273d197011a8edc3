import type { OptionFault } from "../../shared/errors.ts";
import {
  flag,
  isObject,
  listOf,
  oneOf,
  type OptionRules,
  options,
  type Rule,
} from "../../shared/options.ts";
import type { IdentityEnvironment } from "../environment.ts";
import type { OptionGroup } from "../optionGroup.ts";
import type { SmsPart } from "./smsPart.ts";

const aliases = ["email", "phone", "preferredUsername"] as const;

interface UsernameSettings {
  /** What users may also sign in with, once it is verified. @default nothing else */
  readonly aliases?: readonly (typeof aliases)[number][];
}

export interface SignInOptions {
  /**
   * What users sign in with. Choose before the first user: a change makes a new pool, without the users of the
   * old one. `phone` and `emailOrPhone` need `sms`.
   * - `email`, `phone`, `emailOrPhone`: the address is the name, and unique from sign-up on
   * - `{ username: { aliases: ["email"] } }`: users choose a name, which never changes
   *
   * @default "email"
   */
  readonly signIn?:
    "email" | "phone" | "emailOrPhone" | { readonly username: UsernameSettings } | undefined;
  /**
   * Tells names and addresses apart by capital letters, which confuses people. As fixed as `signIn`.
   * @default false
   */
  readonly caseSensitive?: boolean | undefined;
}

const named = options<{ readonly username: UsernameSettings }>({
  username: {
    required: options<UsernameSettings>({
      aliases: listOf(oneOf(aliases), {
        distinct: true,
        allowed: `a list of ${aliases.join(", ")}`,
      }),
    }),
  },
});

const rule: Rule = (given, path) =>
  isObject(given)
    ? named(given, path)
    : oneOf(["email", "phone", "emailOrPhone"], "Or { username: { aliases: [] } }.")(given, path);

export const signInRules: OptionRules<SignInOptions> = { signIn: rule, caseSensitive: flag };

const attributes = {
  email: "email",
  phone: "phone_number",
  preferredUsername: "preferred_username",
} as const;

/** Channels that users prove to own, in the order in which they are asked. */
export function verifiedOf({ signIn: given = "email" }: SignInOptions): ("email" | "phone")[] {
  if (given === "phone") return ["phone"];
  if (given === "emailOrPhone") return ["email", "phone"];
  const hasPhone = typeof given === "object" && given.username.aliases?.includes("phone");
  return hasPhone ? ["email", "phone"] : ["email"];
}

/** A new address takes effect only when its owner has confirmed it. */
export const signIn: OptionGroup<
  SignInOptions & SmsPart,
  SignInOptions & SmsPart & IdentityEnvironment
> = {
  faults: (definition) =>
    verifiedOf(definition).includes("phone") && definition.sms === undefined
      ? [
          {
            argument: "signIn",
            given: definition.signIn,
            allowed: "no phone numbers without sms",
            fix: "Cognito confirms phone numbers by text message: set sms.",
          },
        ]
      : [],
  directoryFaults: phoneFaults,
  pool: (args) => {
    const { signIn: given, caseSensitive = false } = args;
    const verified = verifiedOf(args).map((channel) => attributes[channel]);
    const chosen = typeof given === "object" ? (given.username.aliases ?? []) : undefined;
    return {
      ...(chosen
        ? chosen.length > 0 && { aliasAttributes: chosen.map((alias) => attributes[alias]) }
        : { usernameAttributes: verified }),
      usernameConfiguration: { caseSensitive },
      autoVerifiedAttributes: verified,
      userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: verified },
    };
  },
  warnings: ({ caseSensitive }) =>
    caseSensitive ? ["caseSensitive: Ada@example.com and ada@example.com are two users."] : [],
};

/**
 * Triggers read the user's email address. Of an address and a number, Cognito has users confirm the number alone.
 * Source: Cognito Developer Guide, "Verifying contact information at sign-up".
 */
function phoneFaults(args: SignInOptions & IdentityEnvironment): OptionFault[] {
  if (!verifiedOf(args).includes("phone")) return [];
  return (["allowedEmailDomains", "senderEmail"] as const)
    .filter((argument) => (args[argument]?.length ?? 0) > 0 && needsEmail(argument, args))
    .map((argument) => ({
      argument,
      given: args[argument],
      allowed: "nothing for users who may have no confirmed email address",
      fix: 'Set identity.signIn to "email", take the alias "phone" away, or remove it.',
    }));
}

/** Mail to those who have an address works beside phone numbers; a domain can only be checked of all. */
const needsEmail = (argument: string, { signIn: given }: SignInOptions): boolean =>
  argument === "allowedEmailDomains" || given === "phone";
