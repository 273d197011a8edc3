import type { OptionFault } from "../../shared/errors.ts";
import type { AppClient, ClientOptions, MigrationClient } from "../clients/options.ts";
import { rightsOf } from "../clients/rights.ts";
import type { AttributeOptions } from "../pool/attributes.ts";
import type { SignInOptions } from "../pool/signIn.ts";
import { standardAttributes, verifiedFlags } from "../pool/standardAttributes.ts";
import { mappingOf } from "./details.ts";
import type { ProvidersOptions } from "./options.ts";

export type Definition = ProvidersOptions & ClientOptions & AttributeOptions & SignInOptions;

/** Faults of providers together with the pool's attributes and its clients. */
export const mappedFaults = (definition: Definition): OptionFault[] => [
  ...attributeFaults(definition),
  ...Object.entries(definition.clients ?? {}).flatMap(([name, client]) =>
    (client.providers ?? []).flatMap((provider) =>
      clientFaults(definition, { name, client, provider }),
    ),
  ),
];

/** Mapped attributes that the pool does not have, or that would refuse the provider's values. */
const attributeFaults = ({ providers = {}, attributes = {} }: Definition): OptionFault[] =>
  Object.entries(providers).flatMap(([name, provider]) =>
    mapped(provider.mapping ?? {}).flatMap((attribute) => {
      if (standardAttributes.includes(attribute)) return [];
      const own = attribute.startsWith(custom)
        ? attributes[attribute.slice(custom.length)]
        : undefined;
      const fault = { argument: `providers.${name}.mapping`, given: attribute };
      if (!own) {
        const allowed = "standard attributes, and your own with custom: before their name";
        return [{ ...fault, allowed, fix: "Your own ones are in identity.attributes." }];
      }
      const isShort = own.type === "string" && (own.maximum ?? longest) < longest;
      if (own.mutable !== false && !isShort) return [];
      const allowed = `a mutable attribute of at most ${longest} characters, without a lower maximum`;
      return [
        { ...fault, allowed, fix: "Each sign-in writes it, and a longer value would end it." },
      ];
    }),
  );

const custom = "custom:";

/** Characters of a mapped value. Source: Cognito Developer Guide, "Mapping IdP attributes to profiles and tokens". */
const longest = 2048;

interface Use {
  readonly name: string;
  readonly client: AppClient | MigrationClient;
  readonly provider: string;
}

/** Source: Cognito API Reference, "CreateUserPoolClient" (WriteAttributes): else the sign-in ends with an error. */
function clientFaults(definition: Definition, { name, client, provider }: Use): OptionFault[] {
  const found = definition.providers?.[provider];
  if (!found) {
    const allowed =
      Object.keys(definition.providers ?? {}).join(", ") || "none: there are no providers";
    return [{ argument: `clients.${name}.providers`, given: provider, allowed }];
  }
  const { writeAttributes } = rightsOf(client, definition);
  const missing = mapped(mappingOf(found)).filter((each) => !writeAttributes.includes(each));
  if (missing.length === 0) return [];
  const names = missing.map((each) => each.replace("custom:", "")).join(", ");
  return [
    {
      argument: `clients.${name}.writes`,
      given: client.writes,
      allowed: `a list with ${names}, which ${provider} maps`,
      fix: "Cognito writes mapped attributes as the client: without the right, each sign-in would fail.",
    },
  ];
}

/** Attributes that a mapping writes. Verification needs no right, and the user's name is no attribute. */
const mapped = (mapping: Readonly<Record<string, string>>): string[] =>
  Object.keys(mapping).filter((name) => name !== "username" && !verifiedFlags.includes(name));
