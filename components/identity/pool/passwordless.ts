import type { OptionFault } from "../../shared/errors.ts";
import {
  flag,
  isObject,
  oneOf,
  type OptionRules,
  options,
  type Rule,
} from "../../shared/options.ts";
import type { IdentityEnvironment } from "../environment.ts";
import type { OptionGroup } from "../optionGroup.ts";
import { type MfaArgs, mfaOf } from "./mfa.ts";
import { type SignInOptions, verifiedOf } from "./signIn.ts";
import type { SmsPart } from "./smsPart.ts";

interface PasskeySettings {
  /** Whether a device must check who holds it, by finger, face or PIN. @default "preferred" */
  readonly userVerification?: "preferred" | "required";
}

interface PasswordlessSettings {
  /** A code by mail; needs `senderEmail`. @default false */
  readonly email?: boolean;
  /** A code by text message; needs `sms`. @default false */
  readonly sms?: boolean;
  /** Passkeys, which users register after a first sign-in; needs `palisade:passkeyDomain`. @default none */
  readonly passkeys?: boolean | PasskeySettings;
}

export interface PasswordlessOptions {
  /**
   * What users may sign in with instead of their password, which stays possible. It excludes `mfa.mode: "ON"`.
   * With `OPTIONAL`, users who have set up a second factor can't sign in without a password.
   * @default passwords only, and the mailed codes that `senderEmail` turns on
   */
  readonly passwordless?: PasswordlessSettings | undefined;
}

const passkeys: Rule = (given, path) =>
  isObject(given)
    ? options<PasskeySettings>({ userVerification: oneOf(["preferred", "required"]) })(given, path)
    : flag(given, path);

export const passwordlessRules: OptionRules<PasswordlessOptions> = {
  passwordless: options<PasswordlessSettings>({ email: flag, sms: flag, passkeys }),
};

/** Whether clients may ask which factors a user can sign in with (`USER_AUTH`). */
export const isPasswordless = ({ passwordless: given = {} }: PasswordlessOptions): boolean =>
  Boolean(given.email || given.sms || given.passkeys);

type Definition = PasswordlessOptions & SignInOptions & SmsPart & MfaArgs;

/** Source: Cognito Developer Guide, "Authentication flows" and "Sign-in with passkeys". */
export const passwordless: OptionGroup<Definition, Definition & IdentityEnvironment> = {
  faults: (definition) => [...choiceFaults(definition), ...channelFaults(definition)],
  directoryFaults,
  pool: (args) => {
    if (!args.passwordless) return {};
    const { email, sms, passkeys: keys } = args.passwordless;
    const { userVerification = "preferred" } = typeof keys === "object" ? keys : {};
    return {
      signInPolicy: {
        // The API refuses a list without passwords. Source: AWS CDK reference, "AllowedFirstAuthFactors".
        allowedFirstAuthFactors: [
          "PASSWORD",
          ...(email ? ["EMAIL_OTP"] : []),
          ...(sms ? ["SMS_OTP"] : []),
          ...(keys ? ["WEB_AUTHN"] : []),
        ],
      },
      ...(keys && {
        // Without the id, a domain that comes later would change it and void all passkeys.
        webAuthnConfiguration: { relyingPartyId: args.passkeyDomain!, userVerification },
      }),
    };
  },
  warnings: (args) =>
    isPasswordless(args) && mfaOf(args).mode === "OPTIONAL"
      ? [
          "passwordless with mfa.mode OPTIONAL: users who set up a second factor can't sign in without a " +
            'password, and users without a password can\'t set one up. Set mfa: { mode: "OFF" } to have it clear.',
        ]
      : [],
};

function choiceFaults(definition: Definition): OptionFault[] {
  const { passwordless: given } = definition;
  if (!isPasswordless(definition) || mfaOf(definition).mode !== "ON") return [];
  return [
    {
      argument: "passwordless",
      given,
      allowed: 'nothing with mfa.mode "ON"',
      fix: "Cognito requires a password before a second factor: choose one of the two.",
    },
  ];
}

function channelFaults(definition: Definition): OptionFault[] {
  const { passwordless: given, sms } = definition;
  const faults: OptionFault[] = [];
  if (given?.sms && sms === undefined) {
    faults.push({
      argument: "passwordless.sms",
      given: true,
      allowed: "false without the option sms",
      fix: "Cognito needs a role that may send text messages: set sms.",
    });
  }
  for (const [factor, channel] of [
    ["email", "email"],
    ["sms", "phone"],
  ] as const) {
    if (!given?.[factor] || verifiedOf(definition).includes(channel)) continue;
    faults.push({
      argument: `passwordless.${factor}`,
      given: true,
      allowed: `false for a pool that confirms no ${channel === "email" ? "addresses" : "phone numbers"}`,
      fix: "Codes go only to what a user has confirmed: change signIn.",
    });
  }
  return faults;
}

function directoryFaults({
  passwordless: given,
  senderEmail,
  passkeyDomain,
}: PasswordlessOptions & IdentityEnvironment): OptionFault[] {
  return [
    ...(given?.email && senderEmail === undefined
      ? [
          {
            argument: "passwordless.email",
            given: true,
            allowed: "false without senderEmail",
            fix: "Cognito mails codes only from an address of yours: set palisade:senderEmail.",
          },
        ]
      : []),
    ...(given?.passkeys && passkeyDomain === undefined
      ? [
          {
            argument: "passkeyDomain",
            given: passkeyDomain,
            allowed: "the domain of your sign-in pages, with passwordless.passkeys",
            fix: "Passkeys belong to a domain for good: set palisade:passkeyDomain.",
          },
        ]
      : []),
    ...(!given?.passkeys && passkeyDomain !== undefined
      ? [
          {
            argument: "passkeyDomain",
            given: passkeyDomain,
            allowed: "nothing without passwordless.passkeys",
            fix: "Remove it.",
          },
        ]
      : []),
  ];
}
