import type { OptionFault } from "../../shared/errors.ts";
import { suggestion } from "../../shared/suggestion.ts";
import type { Client, ClientOptions } from "../clients/options.ts";
import { rightsOf } from "../clients/rights.ts";
import type { AttributeOptions } from "../pool/attributes.ts";
import type { SignInOptions } from "../pool/signIn.ts";
import { standardAttributes } from "../pool/standardAttributes.ts";
import { writtenBy, writtenIn } from "./details.ts";
import { initiatedFaults } from "./initiated.ts";
import { isOwn, namesOf, writableFaults } from "./mappedRights.ts";
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
  ...writableFaults(definition),
  ...initiatedFaults(definition),
];

/** Mapped attributes that the pool does not have, or that would refuse the provider's values. */
const attributeFaults = ({ providers = {}, attributes = {} }: Definition): OptionFault[] =>
  Object.entries(providers).flatMap(([name, provider]) =>
    writtenIn(provider.mapping ?? {}).flatMap((attribute) => {
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
  readonly client: Client;
  readonly provider: string;
}

/** Source: Cognito API Reference, "CreateUserPoolClient" (WriteAttributes): else the sign-in ends with an error. */
function clientFaults(definition: Definition, { name, client, provider }: Use): OptionFault[] {
  const found = definition.providers?.[provider];
  if (!found) {
    const names = Object.keys(definition.providers ?? {});
    const allowed = names.join(", ") || "none: there are no providers";
    const fix = suggestion(provider, names);
    return [
      { argument: `clients.${name}.providers`, given: provider, allowed, ...(fix && { fix }) },
    ];
  }
  if (client.kind === "federation") return [];
  const { writeAttributes } = rightsOf(client, definition);
  const written = writtenBy(found);
  const own = written.filter(isOwn);
  if (own.length > 0) {
    const allowed = `no provider that maps attributes of your own (${namesOf(own)})`;
    const fix =
      "Users with a password could write them through this client, and pass for others: put the provider into a client " +
      `of its own, ${provider.toLowerCase()}: federation({ providers: ["${provider}"] }).`;
    return [{ argument: `clients.${name}.providers`, given: provider, allowed, fix }];
  }
  const missing = written.filter((each) => !writeAttributes.includes(each));
  if (missing.length === 0) return [];
  return [
    {
      argument: `clients.${name}.writes`,
      given: client.writes,
      allowed: `a list with ${namesOf(missing)}, which ${provider} maps`,
      fix: "Cognito writes mapped attributes as the client: without the right, each sign-in would fail.",
    },
  ];
}
