import type { OptionFault } from "../../shared/errors.ts";
import { listOf, oneOf, type OptionRules, options } from "../../shared/options.ts";
import type { IdentityEnvironment } from "../environment.ts";
import type { OptionGroup } from "../optionGroup.ts";
import { type RecoveryOptions, recoveryOf } from "./recovery.ts";
import type { SignInOptions } from "./signIn.ts";
import type { SmsPart } from "./smsPart.ts";

const modes = ["OFF", "OPTIONAL", "ON"] as const;
const factors = ["totp", "sms", "email"] as const;
type Factor = (typeof factors)[number];

interface MfaSettings {
  /** `OFF`, `OPTIONAL` (each user decides) or `ON` (required of all). @default "OPTIONAL" */
  readonly mode?: (typeof modes)[number];
  /**
   * Second factors that users may choose: `totp` (codes of an authenticator app), `sms` (needs `sms`) and
   * `email` (needs `senderEmail`, and `recovery` by both channels).
   * @default ["totp"]
   */
  readonly factors?: readonly Factor[];
}

export interface MfaOptions {
  /** A second factor besides the password. Federated users have that of their provider. @default optional codes of an authenticator app */
  readonly mfa?: MfaSettings | undefined;
}

export const mfaRules: OptionRules<MfaOptions> = {
  mfa: options<MfaSettings>({
    mode: oneOf(modes),
    factors: listOf(oneOf(factors), {
      distinct: true,
      allowed: `a list of ${factors.join(", ")}`,
    }),
  }),
};

/** The option, and the argument that was there before it. */
export interface MfaArgs extends MfaOptions {
  totpMfa?: (typeof modes)[number];
}

export function mfaOf({ mfa: given, totpMfa = "OPTIONAL" }: MfaArgs): Required<MfaSettings> {
  const { mode = given ? "OPTIONAL" : totpMfa, factors: chosen = ["totp"] } = given ?? {};
  return { mode, factors: mode === "OFF" ? [] : chosen };
}

type Definition = MfaOptions & RecoveryOptions & SignInOptions & SmsPart;

export const mfa: OptionGroup<Definition, Definition & MfaArgs & IdentityEnvironment> = {
  faults: (definition) => [
    ...modeFaults(definition),
    ...smsFaults(definition),
    ...recoveryFaults(definition),
  ],
  directoryFaults: (args) => [...totpMfaFaults(args), ...senderFaults(args)],
  pool: (args, { platformName }) => {
    const { mode, factors: chosen } = mfaOf(args);
    return {
      mfaConfiguration: mode,
      softwareTokenMfaConfiguration: chosen.includes("totp") ? { enabled: true } : undefined,
      ...(chosen.includes("email") && {
        emailMfaConfiguration: {
          subject: `Your code for ${platformName}`.slice(0, 140),
          message: "Your code is {####}.",
        },
      }),
    };
  },
  warnings: ({ mfa: given, totpMfa }) => {
    if (given ? given.mode !== "OFF" : totpMfa !== "OFF") return [];
    const name = given ? "mfa.mode" : "totpMfa";
    return [`${name} is OFF: no user can protect their sign-in with a second factor.`];
  },
};

function modeFaults({ mfa: given }: MfaOptions): OptionFault[] {
  if (!given) return [];
  if (given.mode === "OFF") {
    return given.factors === undefined || given.factors.length === 0
      ? []
      : [
          {
            argument: "mfa.factors",
            given: given.factors,
            allowed: 'nothing with mode "OFF"',
            fix: "Cognito does not turn MFA off and a factor on together: remove one of them.",
          },
        ];
  }
  if (given.factors?.length !== 0) return [];
  return [
    {
      argument: "mfa.factors",
      given: given.factors,
      allowed: `at least one of ${factors.join(", ")} with mode "${given.mode ?? "OPTIONAL"}"`,
      fix: 'Name a factor, or set mode: "OFF".',
    },
  ];
}

/** Cognito takes one configuration for confirmations and MFA. Source: terraform-provider-aws, user_pool.go (SetUserPoolMfaConfig). */
function smsFaults({ mfa: given, sms }: Definition): OptionFault[] {
  const { mode, factors: chosen } = mfaOf({ mfa: given });
  if (chosen.includes("sms") && sms === undefined) {
    return [
      {
        argument: "mfa.factors",
        given: chosen,
        allowed: "no sms without the option sms",
        fix: "Cognito needs a role that may send text messages: set sms.",
      },
    ];
  }
  if (sms === undefined || mode === "OFF" || chosen.includes("sms")) return [];
  return [
    {
      argument: "mfa.factors",
      given: chosen,
      allowed: "sms among the factors of a pool with sms",
      fix: 'A pool that can send text messages offers them as a factor: add "sms", or set mfa.mode to "OFF".',
    },
  ];
}

/**
 * A code that resets the password must not come by the channel of the second factor.
 * Sources: Cognito Developer Guide, "Adding MFA to a user pool"; @pulumi/aws 7.48, UserPool (emailMfaConfiguration:
 * two recovery mechanisms).
 */
function recoveryFaults(definition: Definition): OptionFault[] {
  const { factors: chosen } = mfaOf(definition);
  const channels = recoveryOf(definition);
  const faults: OptionFault[] = [];
  const given = definition.recovery;
  if (chosen.includes("email") && channels.length < 2) {
    faults.push({
      argument: "recovery",
      given,
      allowed: 'both "email" and "phone" with email as a second factor',
      fix: 'Set recovery: ["phone", "email"]: who has lost the mailbox would lose password and factor at once.',
    });
  }
  if (chosen.includes("sms") && channels.join() === "phone") {
    faults.push({
      argument: "recovery",
      given,
      allowed: 'not only "phone" with text messages as a second factor',
      fix: 'Set recovery: ["email", "phone"], or remove "sms" from mfa.factors.',
    });
  }
  return faults;
}

const totpMfaFaults = ({ mfa: given, totpMfa, senderEmail }: MfaArgs & IdentityEnvironment) => [
  ...(given && totpMfa !== undefined
    ? [
        {
          argument: "totpMfa",
          given: totpMfa,
          allowed: "nothing beside mfa",
          fix: "Set mfa.mode in its place.",
        },
      ]
    : []),
  ...(senderEmail !== undefined && totpMfa === "ON"
    ? [
        {
          argument: "totpMfa",
          given: totpMfa,
          allowed: "OFF or OPTIONAL together with senderEmail",
          fix: "A mailed code replaces the authenticator's code: leave senderEmail out to require one.",
        },
      ]
    : []),
];

const senderFaults = ({ mfa: given, senderEmail }: MfaOptions & IdentityEnvironment) =>
  mfaOf({ mfa: given }).factors.includes("email") && senderEmail === undefined
    ? [
        {
          argument: "mfa.factors",
          given: given?.factors,
          allowed: "no email without senderEmail",
          fix: "Cognito mails codes only from an address of yours: set palisade:senderEmail.",
        },
      ]
    : [];
