import type * as pulumi from "@pulumi/pulumi";
import type { OidcEndpoints, Provider, ProviderKinds } from "./kinds.ts";
import { verifiedFlags } from "../pool/standardAttributes.ts";
import type { ProviderSecret } from "./secrets.ts";

type Details = Record<string, pulumi.Input<string>>;
type Value = (secret: ProviderSecret) => pulumi.Output<string>;

interface Kind<Options> {
  /** Cognito's type; a social provider's name is its type. */
  readonly type: string;
  readonly hasFixedName: boolean;
  readonly mapping: Readonly<Record<string, string>>;
  /** Whether the provider says that an address is verified. */
  readonly verifies: boolean;
  details(options: Options, value: Value): Details;
  /** Keys that Cognito adds to `ProviderDetails`; without ignoring them, each preview would remove them. */
  readonly added: readonly string[];
}

const claims = { username: "sub", email: "email", email_verified: "email_verified", name: "name" };
const email = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress";
const socialKeys = [
  "attributes_url_add_attributes",
  "authorize_url",
  "token_request_method",
  "token_url",
];

/** Source: Cognito API Reference, "CreateIdentityProvider" (ProviderDetails), with the keys that Cognito adds. */
const kinds: { readonly [K in keyof ProviderKinds]: Kind<ProviderKinds[K]> } = {
  oidc: {
    type: "OIDC",
    hasFixedName: false,
    mapping: claims,
    verifies: true,
    details: ({ clientId, secret, scopes, issuer, endpoints, userInfoMethod }, value) => ({
      client_id: clientId,
      client_secret: value(secret),
      authorize_scopes: (scopes ?? ["openid", "email", "profile"]).join(" "),
      attributes_request_method: userInfoMethod ?? "GET",
      oidc_issuer: issuer,
      ...(endpoints && addresses(endpoints)),
    }),
    added: ["attributes_url_add_attributes"],
  },
  saml: {
    type: "SAML",
    hasFixedName: false,
    mapping: { email },
    verifies: false,
    details: ({
      metadataUrl,
      metadata,
      signOut,
      signRequests,
      encryptedResponses,
      idpInitiated,
    }) => ({
      ...(metadataUrl !== undefined && { MetadataURL: metadataUrl }),
      ...(metadata !== undefined && { MetadataFile: metadata }),
      IDPSignout: String(signOut ?? false),
      EncryptedResponses: String(encryptedResponses ?? false),
      ...(signRequests !== false && { RequestSigningAlgorithm: "rsa-sha256" }),
      ...(idpInitiated && { IDPInit: "true" }),
    }),
    added: ["ActiveEncryptionCertificate", "SLORedirectBindingURI", "SSORedirectBindingURI"],
  },
  google: {
    type: "Google",
    hasFixedName: true,
    mapping: claims,
    verifies: true,
    details: ({ clientId, secret, scopes }, value) => ({
      client_id: clientId,
      client_secret: value(secret),
      authorize_scopes: (scopes ?? ["openid", "email", "profile"]).join(" "),
    }),
    added: ["attributes_url", "oidc_issuer", ...socialKeys],
  },
  apple: {
    type: "SignInWithApple",
    hasFixedName: true,
    mapping: { username: "sub", email: "email", email_verified: "email_verified" },
    verifies: true,
    details: ({ clientId, teamId, keyId, privateKey }, value) => ({
      client_id: clientId,
      team_id: teamId,
      key_id: keyId,
      private_key: value(privateKey),
      authorize_scopes: "email name",
    }),
    added: ["oidc_issuer", ...socialKeys],
  },
  facebook: {
    type: "Facebook",
    hasFixedName: true,
    mapping: { username: "id", email: "email", name: "name" },
    verifies: false,
    details: ({ clientId, secret, scopes, apiVersion }, value) => ({
      client_id: clientId,
      client_secret: value(secret),
      authorize_scopes: (scopes ?? ["public_profile", "email"]).join(", "),
      api_version: apiVersion,
    }),
    added: ["attributes_url", ...socialKeys],
  },
  amazon: {
    type: "LoginWithAmazon",
    hasFixedName: true,
    mapping: { username: "user_id", email: "email", name: "name" },
    verifies: false,
    details: ({ clientId, secret, scopes }, value) => ({
      client_id: clientId,
      client_secret: value(secret),
      authorize_scopes: (scopes ?? ["profile"]).join(" "),
    }),
    added: ["attributes_url", ...socialKeys],
  },
};

const addresses = ({ authorize, token, userInfo, keys }: OidcEndpoints): Details => ({
  authorize_url: authorize,
  token_url: token,
  attributes_url: userInfo,
  jwks_uri: keys,
});

/** The kind of a provider, for any of them. */
export const kindOf = ({ kind }: Provider): Kind<never> => kinds[kind];

export const detailsOf = (provider: Provider, value: Value): Details =>
  (kinds[provider.kind] as Kind<Provider>).details(provider, value);

export const mappingOf = (provider: Provider): Readonly<Record<string, string>> =>
  provider.mapping ?? kindOf(provider).mapping;

/** Attributes that a mapping writes. Verification needs no right, and the user's name is no attribute. */
export const writtenIn = (mapping: Readonly<Record<string, string>>): string[] =>
  Object.keys(mapping).filter((name) => name !== "username" && !verifiedFlags.includes(name));

/** Attributes that a provider writes at each sign-in. */
export const writtenBy = (provider: Provider): string[] => writtenIn(mappingOf(provider));
