import { type ClientOptions, hasPages } from "../clients/options.ts";
import type { OptionFault } from "../../shared/errors.ts";
import type { IdentityEnvironment } from "../environment.ts";
import type { OptionGroup } from "../optionGroup.ts";
import type { PasswordlessOptions } from "../pool/passwordless.ts";
import { readBranding } from "./branding/folder.ts";
import { type DomainUsers, needsDomain } from "./domain.ts";
import type { PagesOptions } from "./options.ts";

type Definition = ClientOptions & PagesOptions;
type Args = DomainUsers & IdentityEnvironment & PasswordlessOptions;

/** The sign-in pages, their look and their domain. */
export const pages: OptionGroup<Definition, Definition & Args> = {
  faults: (definition) => [...styleFaults(definition), ...brandingFaults(definition)],
  directoryFaults: (args) => [...domainFaults(args), ...passkeyFaults(args)],
  warnings: (args) =>
    signsInByPasskey(args) && !args.signInDomain && args.passkeyDomain !== "localhost"
      ? [
          `passkeys of ${args.passkeyDomain} do not work at the sign-in pages, which are at Cognito's domain: ` +
            "set palisade:signInDomain and the same palisade:passkeyDomain, before the first passkey.",
        ]
      : [],
};

/** Source: Cognito Developer Guide, "Quotas in Amazon Cognito". */
const mostStyles = 20;

function styleFaults({ clients = {} }: Definition): OptionFault[] {
  const styled = Object.values(clients).filter(hasPages).length;
  if (styled <= mostStyles) return [];
  return [
    {
      argument: "clients",
      given: `${styled} clients with pages or providers`,
      allowed: `at most ${mostStyles} of them in a pool`,
      fix: "Each has a style of its own: let apps share a client.",
    },
  ];
}

function brandingFaults({ pages: { branding } = {}, clients = {} }: Definition): OptionFault[] {
  const all = Object.entries(clients);
  const own = all.flatMap(([name, client]) =>
    client.branding === undefined
      ? []
      : [{ path: `clients.${name}.branding`, folder: client.branding, isShown: hasPages(client) }],
  );
  const isShown = all.some(([, client]) => hasPages(client) && client.branding === undefined);
  const shared =
    branding === undefined ? [] : [{ path: "pages.branding", folder: branding, isShown }];
  return [...shared, ...own].flatMap(({ path, folder, isShown: shows }) =>
    shows
      ? readBranding(folder, path).faults
      : [
          {
            argument: path,
            given: folder,
            allowed: "nothing without pages or providers of a client that show it",
            fix: "Set identity.clients.web: app({ pages: true }), or remove it.",
          },
        ],
  );
}

function domainFaults(args: Args): OptionFault[] {
  if (!args.signInDomain || needsDomain(args)) return [];
  return [
    {
      argument: "signInDomain",
      given: args.signInDomain.name,
      allowed: "nothing if no client has pages or providers and there are no machines",
      fix: "Set identity.clients.web: app({ pages: true }), or remove it.",
    },
  ];
}

/** Source: Cognito API Reference, "WebAuthnConfigurationType" (RelyingPartyId). */
function passkeyFaults(args: Args): OptionFault[] {
  const { signInDomain, passkeyDomain } = args;
  if (!signInDomain || !passkeyDomain || !signsInByPasskey(args)) return [];
  if (passkeyDomain === signInDomain.name) return [];
  return [
    {
      argument: "passkeyDomain",
      given: passkeyDomain,
      allowed: `${signInDomain.name}, the domain of the sign-in pages`,
      fix: "Cognito's pages accept no passkey of another name. Set both before the first passkey: a change voids all.",
    },
  ];
}

/** Whether users of the pool sign in at the pages, by passkey too. */
const signsInByPasskey = ({ clients = {}, passwordless }: Args): boolean =>
  Boolean(passwordless?.passkeys) &&
  Object.values(clients).some((client) => "pages" in client && client.pages);
