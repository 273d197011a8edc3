import { entryFaults } from "../../functions/entryRule.ts";
import { variablePrefix } from "../../functions/grants.ts";
import { functionSecretFaults, secretVariable } from "../../functions/secrets.ts";
import type { OptionFault } from "../../shared/errors.ts";
import type { OptionGroup } from "../optionGroup.ts";
import type { ClientOptions } from "../clients/options.ts";
import { isPasswordless, type PasswordlessOptions } from "../pool/passwordless.ts";
import { type MfaArgs, mfaOf } from "../pool/mfa.ts";
import type { SmsPart } from "../pool/smsPart.ts";
import type { OwnCode, TriggerOptions, TriggersOptions } from "./options.ts";
import { platformVariables } from "./rules.ts";

/** Lambda allows 4 KB of variables. */
const mostClaimBytes = 3_000;

/** Faults of the options of triggers together. */
const triggersFaults = (definition: TriggersOptions & SmsPart): OptionFault[] => [
  ...ownCodeFaults(definition),
  ...smsFaults(definition),
  ...migrationFaults(definition),
  ...claimFaults(definition),
];

function ownCodeFaults({ triggers = {} }: TriggersOptions): OptionFault[] {
  return Object.entries(triggers).flatMap(([name, code]: [string, OwnCode]) => {
    const path = `triggers.${name}`;
    const { entry, environment, tables, secrets } = code;
    if (entry !== undefined) {
      const faults = [...entryFaults(entry), ...functionSecretFaults(code), ...takenFaults(code)];
      return faults.map((fault) => ({
        ...fault,
        argument: `${path}.${fault.argument}`,
      }));
    }
    return Object.entries({ environment, tables, secrets })
      .filter(([, given]) => given !== undefined)
      .map(([option, given]) => ({
        argument: `${path}.${option}`,
        given,
        allowed: "nothing without entry, whose code it is for",
        fix: "Give the entry, or remove it.",
      }));
  });
}

/** Secrets and tables that would take the place of the platform's own, which its code reads by these variables. */
function takenFaults({ secrets = {}, tables = {} }: OwnCode): OptionFault[] {
  const variables = [
    ...Object.keys(secrets).map((name) => [`secrets.${name}`, secretVariable(name)] as const),
    ...Object.keys(tables).map((key) => [`tables.${key}`, `${variablePrefix(key)}_TABLE`] as const),
  ];
  return variables
    .filter(([, variable]) => platformVariables.test(variable))
    .map(([argument, variable]) => ({
      argument,
      given: variable,
      allowed: "another name: this variable is the platform's own",
      isName: true,
    }));
}

/** Source: Cognito API Reference, "CreateUserPool": phone numbers are confirmed only by a pool with SmsConfiguration. */
const smsFaults = ({ triggers, sms }: TriggersOptions & SmsPart): OptionFault[] =>
  triggers?.customSmsSender && sms === undefined
    ? [
        {
          argument: "triggers.customSmsSender",
          given: triggers.customSmsSender,
          allowed: "nothing without sms",
          fix: "A pool without it has no codes for phones: set sms: {}, which Cognito needs even if your code sends.",
        },
      ]
    : [];

function migrationFaults({ triggers }: TriggersOptions): OptionFault[] {
  const { userMigration } = triggers ?? {};
  if (!userMigration) return [];
  const { pool, directory, entry, attributes } = userMigration;
  const argument = "triggers.userMigration";
  if (pool && directory) {
    const allowed = "nothing beside pool";
    return [
      { argument: `${argument}.directory`, given: directory, allowed, fix: "Keep one of them." },
    ];
  }
  if (pool || directory) return [];
  if (entry === undefined) {
    return [{ argument, given: userMigration, allowed: "an object with pool, directory or entry" }];
  }
  if (attributes === undefined) return [];
  const allowed = "nothing without pool or directory: entry returns what it takes over";
  return [{ argument: `${argument}.attributes`, given: attributes, allowed }];
}

function claimFaults({ triggers }: TriggersOptions): OptionFault[] {
  const {
    claimsFrom: { groups, table, key, claims } = {},
    machines,
    entry,
  } = triggers?.preTokenGeneration ?? {};
  const path = "triggers.preTokenGeneration";
  const bytes = Buffer.byteLength(JSON.stringify(groups ?? {}));
  const withoutTable = table === undefined ? { key, claims } : {};
  return [
    ...Object.entries(withoutTable)
      .filter(([, given]) => given !== undefined)
      .map(([option, given]) => ({
        argument: `${path}.claimsFrom.${option}`,
        given,
        allowed: "nothing without table",
      })),
    ...(table !== undefined && claims === undefined
      ? [
          {
            argument: `${path}.claimsFrom.claims`,
            given: claims,
            allowed: "a list of the table's attributes that become claims",
          },
        ]
      : []),
    ...(bytes > mostClaimBytes
      ? [
          {
            argument: `${path}.claimsFrom.groups`,
            given: `${bytes} bytes`,
            allowed: `at most ${mostClaimBytes} bytes as JSON`,
            fix: "Put the claims into a table.",
          },
        ]
      : []),
    ...(machines && entry === undefined
      ? [
          {
            argument: `${path}.machines`,
            given: machines,
            allowed:
              "nothing without entry: the platform's own code leaves tokens of machines as they are",
          },
        ]
      : []),
  ];
}

interface DirectoryArgs
  extends TriggersOptions, ClientOptions, MfaArgs, PasswordlessOptions, SmsPart {
  readonly senderEmail?: string | undefined;
  readonly allowPasswordAuth?: boolean | undefined;
}

/** Cognito calls the trigger only with a password that it may pass on. */
function passwordFaults(args: DirectoryArgs): OptionFault[] {
  const { triggers, clients = {}, allowPasswordAuth } = args;
  const migrating = Object.entries(clients).filter(([, { kind }]) => kind === "migration");
  if (triggers?.userMigration === undefined) {
    return migrating.map(([name, given]) => ({
      argument: `clients.${name}`,
      given,
      allowed: "no client for a migration without triggers.userMigration",
      fix: "Set the trigger, or remove the client.",
    }));
  }
  const fault = { argument: "triggers.userMigration", given: triggers.userMigration };
  if (isPasswordless(args)) {
    const allowed = "nothing with passwordless: Cognito then does not migrate users";
    return [{ ...fault, allowed, fix: "Migrate the users first." }];
  }
  if (allowPasswordAuth || migrating.length > 0) return [];
  return [
    {
      ...fault,
      allowed: "nothing without a client that sends passwords",
      fix: 'Add one: clients: { legacy: migration({ until: "2027-03-31" }) }.',
    },
  ];
}

/** Own code in triggers that the pool has only with a sender, and for mailed codes also without a required factor. */
function senderFaults({ triggers = {}, senderEmail, ...args }: DirectoryArgs): OptionFault[] {
  const forCodes = ["defineAuthChallenge", "createAuthChallenge", "verifyAuthChallenge"] as const;
  const without = (allowed: string, fix: string) => (name: keyof TriggerOptions) =>
    triggers[name] ? [{ argument: `triggers.${name}`, given: triggers[name], allowed, fix }] : [];
  if (senderEmail === undefined) {
    const fault = without(
      "nothing without senderEmail, which the trigger needs",
      "Set senderEmail in the stack's config.",
    );
    return ["customMessage" as const, ...forCodes].flatMap(fault);
  }
  if (mfaOf(args).mode !== "ON") return [];
  return forCodes.flatMap(
    without(
      'nothing with mfa.mode "ON"',
      "A mailed code would replace the second factor: remove it.",
    ),
  );
}

export const triggerOptions: OptionGroup<TriggersOptions & SmsPart, DirectoryArgs> = {
  faults: triggersFaults,
  directoryFaults: (args) => [...senderFaults(args), ...passwordFaults(args)],
};
