import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { OptionGroup } from "../optionGroup.ts";
import type { Pool } from "../pool/pool.ts";
import type { TriggerSpec } from "../triggers/spec.ts";
import { type Definition, mappedFaults } from "./clientFaults.ts";
import { detailsOf, kindOf, mappingOf } from "./details.ts";
import { plainAddressFaults, providersFaults } from "./faults.ts";
import { mappedWarnings } from "./mappedRights.ts";
import type { Provider } from "./kinds.ts";
import type { ProvidersOptions } from "./options.ts";
import { type SecretSources, valueOf } from "./secrets.ts";

export const providers: OptionGroup<
  Definition,
  Definition & { readonly deletionProtection?: boolean }
> = {
  faults: (definition) => [...providersFaults(definition), ...mappedFaults(definition)],
  directoryFaults: plainAddressFaults,
  warnings: mappedWarnings,
};

/** The providers by name. Clients refer to their resources, so that they come later. */
export function createProviders(
  name: string,
  { providers: all = {} }: ProvidersOptions,
  pool: Pick<Pool, "id">,
  sources: SecretSources,
  opts: pulumi.CustomResourceOptions & { readonly parent: pulumi.Resource },
): Readonly<Record<string, aws.cognito.IdentityProvider>> {
  const { parent } = opts;
  const created = Object.entries(all).map(([providerName, provider]) => {
    const { type, added } = kindOf(provider);
    const { domains } = "domains" in provider ? provider : {};
    const resource = new aws.cognito.IdentityProvider(
      `${name}-${providerName}`,
      {
        userPoolId: pool.id,
        providerName,
        providerType: type,
        providerDetails: detailsOf(provider, (secret) => valueOf(secret, sources, { parent })),
        attributeMapping: { ...mappingOf(provider) },
        ...(domains && { idpIdentifiers: [...domains] }),
      },
      pulumi.mergeOptions(opts, {
        // Cognito returns the secret. Source: Cognito API Reference, "DescribeIdentityProvider".
        additionalSecretOutputs: ["providerDetails"],
        ignoreChanges: added.map((key) => `providerDetails.${key}`),
      }),
    );
    return [providerName, resource] as const;
  });
  return Object.fromEntries(created);
}

/** What the pre sign-up trigger needs to link accounts. */
export function linking(options: ProvidersOptions): TriggerSpec | undefined {
  const { providers: all = {}, linkByVerifiedEmail: linked = [] } = options;
  if (linked.length === 0) return undefined;
  const domains = linked.flatMap((name) => {
    const own = emailDomainsOf(all[name]);
    return own ? [[name, own] as const] : [];
  });
  return {
    environment: {
      IDENTITY_PROVIDERS: Object.keys(all).join(","),
      LINKED_PROVIDERS: linked.join(","),
      ...(domains.length > 0 && { PROVIDER_DOMAINS: JSON.stringify(Object.fromEntries(domains)) }),
    },
    poolActions: ["cognito-idp:ListUsers", "cognito-idp:AdminLinkProviderForUser"],
  };
}

/** What the pre sign-up trigger needs to know whose word on addresses counts: that of providers which map `email_verified`. */
export function verifying({ providers: all = {} }: ProvidersOptions): TriggerSpec | undefined {
  const names = Object.keys(all).filter(
    (name) => mappingOf(all[name]!)["email_verified"] !== undefined,
  );
  if (names.length === 0) return undefined;
  return {
    environment: {
      IDENTITY_PROVIDERS: Object.keys(all).join(","),
      VERIFYING_PROVIDERS: names.join(","),
    },
  };
}

/** Domains to which a company's provider is limited; `undefined` if it may speak of any address. */
function emailDomainsOf(provider: Provider | undefined): string[] | undefined {
  const identifiers = provider && "domains" in provider ? (provider.domains ?? []) : [];
  // Identifiers may be other names than domains.
  const domains = identifiers.filter((each) => /^[\w-]+(\.[\w-]+)+$/.test(each));
  return domains.length === 0 ? undefined : domains.map((each) => each.toLowerCase());
}
