import type { OptionFault } from "../../shared/errors.ts";
import { suggestion } from "../../shared/suggestion.ts";
import { kindOf, mappingOf } from "./details.ts";
import type { Provider } from "./kinds.ts";
import type { ProvidersOptions } from "./options.ts";

/** Faults of the providers together. */
export function providersFaults({
  providers = {},
  linkByVerifiedEmail = [],
}: ProvidersOptions): OptionFault[] {
  const entries = Object.entries(providers);
  return [
    ...entries.flatMap(([name, provider]) => [
      ...nameFaults(name, provider),
      ...mappingFaults(name, provider),
    ]),
    ...sharedIdentifiers(entries),
    ...linkByVerifiedEmail.flatMap((name) => linkFaults(name, providers)),
  ];
}

function nameFaults(name: string, provider: Provider): OptionFault[] {
  const { type, hasFixedName } = kindOf(provider);
  if (!hasFixedName || name === type) return [];
  const fix = `Cognito has one provider of this kind, which is named ${type}.`;
  return [{ argument: `providers.${name}`, given: name, allowed: type, fix, isName: true }];
}

/** Source: Cognito Developer Guide, "Mapping IdP attributes to profiles and tokens". */
function mappingFaults(name: string, provider: Provider): OptionFault[] {
  const mapping = mappingOf(provider);
  const argument = `providers.${name}.mapping`;
  const given = mapping;
  const faults: OptionFault[] = [];
  if (mapping["email"] === undefined) {
    faults.push({
      argument,
      given,
      allowed: "a mapping with email",
      fix: "Users of the pool are known by their email address.",
    });
  }
  if ("custom:tenant" in mapping) {
    // Its greatest length is 64, and can't change.
    const fix =
      "A longer claim would end the sign-in. Set it in a trigger, by the provider's name.";
    faults.push({ argument, given, allowed: "other attributes than custom:tenant", fix });
  }
  for (const attribute of ["sub", "identities"]) {
    if (attribute in mapping) {
      faults.push({ argument, given, allowed: `other attributes than ${attribute}` });
    }
  }
  return faults;
}

/** Source: Cognito API Reference, "CreateIdentityProvider" (IdpIdentifiers). */
function sharedIdentifiers(entries: readonly (readonly [string, Provider])[]): OptionFault[] {
  const owners = new Map<string, string>();
  return entries.flatMap(([name, provider]) =>
    ("domains" in provider ? (provider.domains ?? []) : []).flatMap((domain) => {
      const owner = owners.get(domain);
      owners.set(domain, name);
      if (owner === undefined) return [];
      const allowed = `identifiers that ${owner} does not have`;
      return [{ argument: `providers.${name}.domains`, given: domain, allowed }];
    }),
  );
}

function linkFaults(name: string, all: Readonly<Record<string, Provider>>): OptionFault[] {
  const argument = "linkByVerifiedEmail";
  const provider = all[name];
  if (!provider) {
    const fix = suggestion(name, Object.keys(all)) ?? "See providers.";
    return [{ argument, given: name, allowed: "names of providers", fix }];
  }
  if (mappingOf(provider)["email_verified"] !== undefined) return [];
  const fix = kindOf(provider).verifies
    ? `Map email_verified in providers.${name}.mapping.`
    : "It does not say so by itself. Anybody could link themselves to another user by an address that is not theirs.";
  return [
    { argument, given: name, allowed: "providers that say whether an address is verified", fix },
  ];
}

/** Addresses of this machine, which Cognito can't call. */
export function plainAddressFaults(
  args: ProvidersOptions & { readonly deletionProtection?: boolean },
): OptionFault[] {
  if (args.deletionProtection === false) return [];
  return Object.entries(args.providers ?? {}).flatMap(([name, provider]) =>
    Object.entries(provider)
      .filter(([, value]) => typeof value === "string" && value.startsWith("http:"))
      .map(([option, given]) => ({
        argument: `providers.${name}.${option}`,
        given: given as string,
        allowed: "an HTTPS address for a directory with deletionProtection",
        fix: "Providers without HTTPS work on one machine only.",
      })),
  );
}
