import {
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
   * Identity providers by which its users sign in. `writes` must have all attributes that they map.
   * @default none: only the pool's own users, by the API
   */
  readonly providers?: readonly string[];
  /** Lifetimes of its tokens. @default 60 minutes, 30 days, with rotation */
  readonly tokens?: TokenOptions;
}

export interface ClientOptions {
  /**
   * Clients of web and mobile apps by name, each with rights and lifetimes of its own. `public` is the one that every
   * directory has.
   * @default only `public`
   */
  readonly clients?: Readonly<Record<string, AppClient>> | undefined;
}

/** @example clients: { web: app({ tokens: { accessMinutes: 15 } }) } */
export const app = (settings: Omit<AppClient, "kind"> = {}): AppClient => ({
  kind: "app",
  ...settings,
});

const names = listOf(text(), { distinct: true, allowed: "a list of different attributes" });

/** Source: Cognito API Reference, "CreateUserPoolClient". */
const appRules: OptionRules<AppClient> = {
  kind: required(oneOf(["app"])),
  reads: names,
  writes: names,
  providers: listOf(text(), { least: 1, distinct: true, allowed: "a list of different providers" }),
  tokens: tokenOptionsRule,
};

const clientName = text(
  /^(?!machine$)[a-z][a-z0-9-]{0,23}$/,
  "at most 24 lower-case letters, digits and dashes, beginning with a letter, and not machine",
);

export const clientRules: OptionRules<ClientOptions> = {
  clients: mapOf(optionsBy("kind", { app: options(appRules) }), clientName),
};
