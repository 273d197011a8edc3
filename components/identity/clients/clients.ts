import type { OptionFault } from "../../shared/errors.ts";
import type { IdentityEnvironment } from "../environment.ts";
import type { OptionGroup } from "../optionGroup.ts";
import type { AttributeOptions } from "../pool/attributes.ts";
import { isProtected } from "../pool/protection.ts";
import type { TokenArgs } from "../tokens/lifetimes.ts";
import type { MachinesOptions } from "../tokens/machines.ts";
import { addressFaults } from "./addresses.ts";
import type { ClientOptions } from "./options.ts";
import { rightFaults } from "./rights.ts";

interface ClientArgs extends ClientOptions, IdentityEnvironment, TokenArgs {
  deletionProtection?: boolean;
}

type Definition = ClientOptions & AttributeOptions & MachinesOptions;

export const clients: OptionGroup<Definition, Definition & ClientArgs> = {
  faults: (definition) => [
    ...rightFaults(definition),
    ...nameFaults(definition),
    ...migrationFaults(definition),
  ],
  directoryFaults: (args) => [
    ...addressFaults(args),
    ...(args.allowPasswordAuth && isProtected(args)
      ? [
          {
            argument: "allowPasswordAuth",
            given: args.allowPasswordAuth,
            allowed: "false for a directory with deletionProtection",
            fix: "Plain passwords are for tools on one machine: use SRP, or turn deletionProtection off.",
          },
        ]
      : []),
  ],
  warnings: ({ clients: given = {}, refreshTokenRotation }) => [
    ...(refreshTokenRotation === false ? [warning("refreshTokenRotation")] : []),
    ...Object.entries(given)
      .filter(([, { tokens }]) => tokens?.rotation === false)
      .map(([name]) => warning(`clients.${name}.tokens.rotation`)),
  ],
};

const warning = (setting: string): string =>
  `${setting} is off: a stolen refresh token works until it expires.`;

const nameFaults = ({ clients: given = {}, machines = {} }: Definition): OptionFault[] =>
  Object.keys(given)
    .filter((name) => Object.hasOwn(machines, name))
    .map((name) => ({
      argument: `clients.${name}`,
      given: name,
      allowed: "a name that no machine has",
      fix: "The outputs have one list of all clients: rename one of them.",
      isName: true,
    }));

const migrationFaults = ({ clients: given = {} }: ClientOptions): OptionFault[] =>
  Object.entries(given).flatMap(([name, client]) =>
    client.kind === "migration" && client.until < new Date().toISOString().slice(0, 10)
      ? [
          {
            argument: `clients.${name}.until`,
            given: client.until,
            allowed: "a day that is not over",
            fix: "Remove the client, or give its users more time to migrate.",
          },
        ]
      : [],
  );
