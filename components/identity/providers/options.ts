import {
  flag,
  listOf,
  mapOf,
  oneOf,
  type OptionRules,
  options,
  optionsBy,
  required,
  type Rule,
  text,
} from "../../shared/options.ts";
import type { OidcEndpoints, Provider, ProviderKinds } from "./kinds.ts";
import { providerSecret } from "./secrets.ts";

export interface ProvidersOptions {
  /**
   * External identity providers by name: `oidc`, `saml`, `google`, `apple`, `facebook`, `amazon`. Names are of 3 to 32
   * characters and can't change: they begin the names of their users. Clients sign in by the providers that they name.
   * @default none
   */
  readonly providers?: Readonly<Record<string, Provider>>;
  /**
   * Providers whose verified email addresses are trusted: the first sign-in with the address of exactly one user links the
   * two. That sign-in ends with an error, and the app must begin again: see docs/identity-providers.md.
   * @default none: each provider's users are users of their own
   */
  readonly linkByVerifiedEmail?: readonly string[];
}

/** Source: Cognito API Reference, "CreateIdentityProvider" (ProviderName). */
const providerName = text(
  /^[^_,\p{Z}\p{C}]{3,32}$/u,
  "a name of 3 to 32 characters without spaces, commas and _",
  "It begins the names of the provider's users, before a _.",
);

const reserved: Rule = (given, argument) =>
  typeof given === "string" && given.toLowerCase() === "cognito"
    ? [{ argument, given, allowed: "another name", fix: "Cognito is the pool itself." }]
    : providerName(given, argument);

/**
 * Cognito calls providers only by HTTPS, the local endpoint also those of this machine: see `plainAddressFaults`.
 * Source: Cognito Developer Guide, "Using OIDC identity providers".
 */
const secure = text(
  /^https:\/\/(?!.*@)[^/\s:?#]+(:443|:80)?(\/\S*)?$|^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?(\/\S*)?$/,
  "an HTTPS address with the port 443 or 80",
  "Cognito calls the provider there.",
);
const issuer: Rule = (given, argument) =>
  typeof given === "string" && given.endsWith("/")
    ? [{ argument, given, allowed: "an issuer without a slash at the end" }]
    : secure(given, argument);

const scopes = listOf(text(/^\S+$/, "a scope without spaces"), { least: 1 });
const withSecret = {
  clientId: required(text()),
  secret: required(providerSecret),
  scopes,
};
const mapping = mapOf(text(/^[^]{1,131072}$/));

/** Source: Cognito API Reference, "CreateIdentityProvider" (IdpIdentifiers). */
const company = {
  mapping,
  domains: listOf(text(/^[\w\s+=.@-]{1,40}$/, "at most 40 letters, digits, spaces and _+=.@-"), {
    most: 50,
    distinct: true,
    allowed: "a list of at most 50 different identifiers",
  }),
};

const kindRule = (kind: string) => required(oneOf([kind]));

type Options<Kind extends keyof ProviderKinds> = Provider<Kind>;

const rules = {
  oidc: options<Options<"oidc">>({
    kind: kindRule("oidc"),
    ...company,
    ...withSecret,
    issuer: required(issuer),
    endpoints: options<OidcEndpoints>({
      authorize: required(secure),
      token: required(secure),
      userInfo: required(secure),
      keys: required(secure),
    }),
    userInfoMethod: oneOf(["GET", "POST"]),
  }),
  saml: options<Options<"saml">>(
    {
      kind: kindRule("saml"),
      ...company,
      metadataUrl: secure,
      metadata: text(/<[^]*EntityDescriptor/, "the provider's metadata as XML"),
      signOut: flag,
      signRequests: flag,
      encryptedResponses: flag,
      idpInitiated: flag,
    },
    ({ metadata, metadataUrl }) =>
      (metadata === undefined) === (metadataUrl === undefined)
        ? [
            {
              argument: "metadataUrl",
              given: metadataUrl,
              allowed: "either metadataUrl or metadata",
              fix: "With metadataUrl, Cognito learns of new certificates by itself.",
            },
          ]
        : [],
  ),
  google: options<Options<"google">>({ kind: kindRule("google"), mapping, ...withSecret }),
  apple: options<Options<"apple">>({
    kind: kindRule("apple"),
    mapping,
    clientId: required(text()),
    teamId: required(text(/^[A-Z0-9]{10}$/, "the ten characters of a team's id")),
    keyId: required(text(/^[A-Z0-9]{10}$/, "the ten characters of a key's id")),
    privateKey: required(providerSecret),
  }),
  facebook: options<Options<"facebook">>({
    kind: kindRule("facebook"),
    mapping,
    ...withSecret,
    apiVersion: required(text(/^v\d+\.\d+$/, "a version such as v21.0")),
  }),
  amazon: options<Options<"amazon">>({ kind: kindRule("amazon"), mapping, ...withSecret }),
};

export const providersOptionRules: OptionRules<ProvidersOptions> = {
  providers: mapOf(optionsBy<keyof ProviderKinds>("kind", rules), reserved),
  linkByVerifiedEmail: listOf(text(), { distinct: true, allowed: "a list of different providers" }),
};
