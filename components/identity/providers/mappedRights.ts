import type { OptionFault } from "../../shared/errors.ts";
import type { Client, ClientOptions } from "../clients/options.ts";
import { rightsOf } from "../clients/rights.ts";
import type { SignInOptions } from "../pool/signIn.ts";
import type { TriggerSpec } from "../triggers/spec.ts";
import { writtenBy } from "./details.ts";
import type { ProvidersOptions } from "./options.ts";

type Definition = ProvidersOptions & ClientOptions & SignInOptions;

const isFederation = ({ kind }: Client): boolean => kind === "federation";
/** Whether it is one of your own attributes. */
export const isOwn = (attribute: string): boolean => attribute.startsWith("custom:");
export const namesOf = (attributes: readonly string[]): string =>
  attributes.map((each) => each.replace("custom:", "")).join(", ");

/**
 * Own attributes that a provider maps, and that users with a password could write. Users have one set of attributes
 * whatever the client, so this is about every client.
 */
export const writableFaults = ({ providers = {}, clients = {} }: Definition): OptionFault[] =>
  Object.entries(clients).flatMap(([name, client]) =>
    client.kind === "federation"
      ? []
      : Object.entries(providers).flatMap(([provider, options]) => {
          const writes = client.writes?.map((each) => `custom:${each}`) ?? [];
          const shared = writtenBy(options).filter((each) => writes.includes(each));
          if (shared.length === 0) return [];
          const names = namesOf(shared);
          return [
            {
              argument: `clients.${name}.writes`,
              given: client.writes,
              allowed: `a list without ${names}, which ${provider} maps`,
              fix: "Users could write for themselves what the provider says about them: only clients of the kind federation may.",
            },
          ];
        }),
  );

/** Attributes that users of a client with providers can write until their next sign-in by one. */
export const mappedWarnings = (definition: Definition): string[] =>
  Object.entries(definition.clients ?? {})
    .filter(([, client]) => !isFederation(client))
    .flatMap(([name, client]) => {
      const { writeAttributes } = rightsOf(client, definition);
      const shared = (client.providers ?? []).flatMap((provider) => {
        const options = definition.providers?.[provider];
        return options ? writtenBy(options) : [];
      });
      // Nobody can write an address before it is verified.
      const written = [...new Set(shared)].filter(
        (each) => each !== "email" && writeAttributes.includes(each),
      );
      if (written.length === 0) return [];
      return [
        `clients.${name}: its users can change ${namesOf(written)}, which its providers map, until they sign in by ` +
          "one again. Users of providers have a client of their own with federation({ providers: […] }).",
      ];
    });

/**
 * What the pre sign-up trigger needs so that nobody signs up with attributes that only providers may write: `SignUp`
 * takes any client, also one for providers.
 */
export function providerAttributes(definition: Definition): TriggerSpec | undefined {
  const clients = Object.values(definition.clients ?? {});
  const writtenIn = (some: readonly (Client | undefined)[]) =>
    some.flatMap((client) => rightsOf(client, definition).writeAttributes);
  const byProviders = writtenIn(clients.filter(isFederation));
  const hasPublic = definition.clients?.["public"] !== undefined;
  const byUsers = writtenIn([
    ...(hasPublic ? [] : [undefined]),
    ...clients.filter((client) => !isFederation(client)),
  ]);
  const only = [...new Set(byProviders)].filter((each) => !byUsers.includes(each));
  return only.length === 0 ? undefined : { environment: { PROVIDER_ATTRIBUTES: only.join(",") } };
}
