import {
  check,
  flag,
  listOf,
  mapOf,
  optionsBy,
  type OptionRules,
  options,
  oneOf,
  required,
  text,
} from "../../shared/options.ts";
import { type TokenOptions, tokenOptionsRule } from "../tokens/tokenOptions.ts";

/** A web or mobile app without a secret. */
export interface AppClient {
  readonly kind: "app";
  /** Attributes that its users see, in ID tokens too: standard names, and yours without `custom:`. @default email, email_verified, name and tenant */
  readonly reads?: readonly string[];
  /** Attributes that its users set. @default email and name */
  readonly writes?: readonly string[];
  /**
   * Users with a password sign in at Cognito's pages, by the authorization code flow; the app sends a PKCE challenge.
   * Needs `palisade:callbackUrls`. @default false: by the API
   */
  readonly pages?: boolean;
  /** Folder of its pages' look, in place of that of `pages.branding`. @default that one, or Cognito's look */
  readonly branding?: string;
  /**
   * Identity providers by which its users sign in, by the code flow too. `writes` must have all attributes that they map,
   * and users with a password can write those as well: prefer a client of its own, `federation`.
   * @default none: only the pool's own users
   */
  readonly providers?: readonly string[];
  /** Lifetimes of its tokens. @default 60 minutes, 30 days, with rotation */
  readonly tokens?: TokenOptions;
}

/**
 * A client that sends plain passwords, which the trigger `userMigration` needs: an app of its own, or an old version of
 * one, until its users are migrated.
 */
export interface MigrationClient extends Omit<AppClient, "kind"> {
  readonly kind: "migration";
  /** Last day on which it may be deployed, in UTC, as `2027-03-31`. */
  readonly until: string;
}

/**
 * A client for users of identity providers alone: for social providers, or for one company. It has the right to write
 * what its providers map, and its users have no way to use that right: it has no sign-in by the API, no pages for
 * passwords, and no scope for profiles. Needs `palisade:callbackUrls`.
 */
export interface FederationClient extends Pick<AppClient, "branding" | "reads" | "tokens"> {
  readonly kind: "federation";
  readonly providers: readonly string[];
}

export type Client = AppClient | MigrationClient | FederationClient;

export interface ClientOptions {
  /**
   * Clients of web and mobile apps by name, each with rights and lifetimes of its own. `public` is the one that every
   * directory has.
   * @default only `public`
   */
  readonly clients?: Readonly<Record<string, Client>> | undefined;
}

/** @example clients: { web: app({ tokens: { accessMinutes: 15 } }) } */
export const app = (settings: Omit<AppClient, "kind"> = {}): AppClient => ({
  kind: "app",
  ...settings,
});

/** @example clients: { legacy: migration({ until: "2027-03-31" }) } */
export const migration = (settings: Omit<MigrationClient, "kind">): MigrationClient => ({
  kind: "migration",
  ...settings,
});

/** @example clients: { acme: federation({ providers: ["Acme"] }) } */
export const federation = (settings: Omit<FederationClient, "kind">): FederationClient => ({
  kind: "federation",
  ...settings,
});

/** Whether its users sign in at the pool's pages, or by way of them at a provider. */
export const hasPages = ({
  pages = false,
  providers = [],
}: Pick<AppClient, "pages" | "providers">): boolean => pages || providers.length > 0;

/** Source: hashicorp/terraform-provider-aws #28684. */
const names = listOf(text(), {
  least: 1,
  distinct: true,
  allowed: "a list of at least one attribute, each once",
  fix: "Cognito reads an empty list as all standard attributes: name one that does no harm, such as locale.",
});

const providers = listOf(text(), {
  least: 1,
  distinct: true,
  allowed: "a list of different providers",
});

/** Source: Cognito API Reference, "CreateUserPoolClient". */
const rules = {
  reads: names,
  writes: names,
  pages: flag,
  branding: text(),
  providers,
  tokens: tokenOptionsRule,
};

const appRules: OptionRules<AppClient> = { ...rules, kind: required(oneOf(["app"])) };

const migrationRules: OptionRules<MigrationClient> = {
  ...rules,
  kind: required(oneOf(["migration"])),
  until: required(
    check(
      (day) => typeof day === "string" && /^\d{4}-\d\d-\d\d$/.test(day) && !isNaN(Date.parse(day)),
      "a day, such as 2027-03-31",
    ),
  ),
};

const federationRules: OptionRules<FederationClient> = {
  kind: required(oneOf(["federation"])),
  branding: text(),
  reads: names,
  providers: required(providers),
  tokens: tokenOptionsRule,
};

const clientName = text(
  /^(?!machine$)[a-z][a-z0-9-]{0,23}$/,
  "at most 24 lower-case letters, digits and dashes, beginning with a letter, and not machine",
);

export const clientRules: OptionRules<ClientOptions> = {
  clients: mapOf(
    optionsBy("kind", {
      app: options(appRules),
      migration: options(migrationRules),
      federation: options(federationRules),
    }),
    clientName,
  ),
};
