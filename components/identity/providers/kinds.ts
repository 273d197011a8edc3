import type { ProviderSecret } from "./secrets.ts";

interface AnyProvider {
  /**
   * The provider's claim or attribute for each attribute of a user, such as `{ email: "mail" }`. Each sign-in overwrites
   * the attributes. Further clients must be able to write them.
   * @default what this kind of provider has of the email address, its verification and the name
   */
  readonly mapping?: Readonly<Record<string, string>>;
}

interface CompanyProvider extends AnyProvider {
  /**
   * Email domains, or other identifiers, whose users sign in by this provider: `idp_identifier` of the authorize endpoint,
   * and the address that a user enters at the sign-in pages. At most 50.
   * @default none
   */
  readonly domains?: readonly string[];
}

interface WithSecret {
  readonly clientId: string;
  readonly secret: ProviderSecret;
  /** @default email address and name */
  readonly scopes?: readonly string[];
}

interface OidcOptions extends CompanyProvider, WithSecret {
  /** HTTPS address, without a slash at the end, below which the provider describes itself. */
  readonly issuer: string;
  /** All addresses of a provider that does not describe itself. @default those that the provider names */
  readonly endpoints?: OidcEndpoints;
  /** How Cognito asks for the user's claims. @default "GET" */
  readonly userInfoMethod?: "GET" | "POST";
}

export interface OidcEndpoints {
  readonly authorize: string;
  readonly token: string;
  readonly userInfo: string;
  readonly keys: string;
}

interface SamlOptions extends CompanyProvider {
  /** HTTPS address of the provider's metadata, from which Cognito learns of new certificates. */
  readonly metadataUrl?: string;
  /** The metadata as XML. A new certificate then needs a deployment. */
  readonly metadata?: string;
  /** Signing out of the pages ends the session at the provider too. @default false */
  readonly signOut?: boolean;
  /** Signs requests with a key of Cognito's. @default true */
  readonly signRequests?: boolean;
  /** Refuses responses that the provider has not encrypted for Cognito. @default false */
  readonly encryptedResponses?: boolean;
  /**
   * Sign-ins may also begin at the provider, such as at a company's portal. Its clients have no users of other kinds. Nothing
   * binds such a sign-in to the browser: somebody else's may be slipped to a user. @default false
   */
  readonly idpInitiated?: boolean;
}

interface AppleOptions extends AnyProvider {
  /** Services id. */
  readonly clientId: string;
  readonly teamId: string;
  readonly keyId: string;
  /** The private key of this id. */
  readonly privateKey: ProviderSecret;
}

interface FacebookOptions extends AnyProvider, WithSecret {
  /** Version of Facebook's API, such as `v21.0`. */
  readonly apiVersion: string;
}

interface SocialOptions extends AnyProvider, WithSecret {}

/** Options by kind. */
export interface ProviderKinds {
  readonly oidc: OidcOptions;
  readonly saml: SamlOptions;
  readonly google: SocialOptions;
  readonly apple: AppleOptions;
  readonly facebook: FacebookOptions;
  readonly amazon: SocialOptions;
}

type KindName = keyof ProviderKinds;

/** An external identity provider. */
export type Provider<Kind extends KindName = KindName> = {
  [K in Kind]: { readonly kind: K } & ProviderKinds[K];
}[Kind];

/**
 * An OpenID Connect provider. Register `https://<domain of the pool>/oauth2/idpresponse` there.
 *
 * @example Acme: oidc({ issuer: "https://login.acme.com", clientId: "…", secret: secretConfig("acme"), domains: ["acme.com"] })
 */
export const oidc = (options: OidcOptions): Provider<"oidc"> => ({ kind: "oidc", ...options });

/**
 * A SAML provider. Register `https://<domain of the pool>/saml2/idpresponse` there, and
 * `urn:amazon:cognito:sp:<id of the pool>` as the audience.
 */
export const saml = (options: SamlOptions): Provider<"saml"> => ({ kind: "saml", ...options });

/** Sign in with Google; its name is `Google`. */
export const google = (options: SocialOptions): Provider<"google"> => ({
  kind: "google",
  ...options,
});

/** Sign in with Apple; its name is `SignInWithApple`. */
export const apple = (options: AppleOptions): Provider<"apple"> => ({ kind: "apple", ...options });

/** Facebook Login; its name is `Facebook`. It does not say whether an address is verified. */
export const facebook = (options: FacebookOptions): Provider<"facebook"> => ({
  kind: "facebook",
  ...options,
});

/** Login with Amazon; its name is `LoginWithAmazon`. It does not say whether an address is verified. */
export const amazon = (options: SocialOptions): Provider<"amazon"> => ({
  kind: "amazon",
  ...options,
});
