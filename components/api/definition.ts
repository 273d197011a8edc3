import {
  anything,
  falseOr,
  mapOf,
  type OptionRules,
  options,
  required,
} from "../shared/options.ts";
import { type AuthorizerDefinition, authorizersRule } from "./authorizers/definition.ts";
import { type StageCacheArgs, stageCacheRules } from "./caching/stageCache.ts";
import { type ResponseOptions, responseRules } from "./document/responses.ts";
import { type FirewallArgs, firewallRules } from "./firewall/index.ts";
import { authRule } from "./guards/auth.ts";
import type { Auth } from "./guards/index.ts";
import type { Integration } from "./integrations/index.ts";
import type { Models } from "./models/index.ts";
import {
  type ClientCertificatesArgs,
  clientCertificatesRule,
} from "./resources/clientCertificates.ts";
import { releaseRules, type StageVariables } from "./resources/release.ts";
import type { Route, RouteTable } from "./route/route.ts";
import { type UsagePlanArgs, usagePlanRules } from "./usagePlans/definition.ts";
import { type ApiVersion, versionsRule } from "./versions.ts";

/** An API: its routes and their common settings, the same in every region. */
export interface ApiDefinition<
  I extends Integration = Integration,
  Authorizer extends string = string,
  Plan extends string = string,
>
  extends ResponseOptions, UsagePlanArgs<Plan>, StageCacheArgs {
  readonly routes: RouteTable<I, NoInfer<Authorizer>>;
  /**
   * Versions that are served side by side on one domain, each below its name: `GET /orders` of `v1`
   * is `GET /v1/orders`, for clients and for services. @default none
   */
  readonly versions?: Readonly<Record<string, ApiVersion<RouteTable<I, NoInfer<Authorizer>>>>>;
  /** Lambda authorizers by name; routes use one by `auth: { authorizer: "<name>" }`. @default none */
  readonly authorizers?: Readonly<Record<Authorizer, AuthorizerDefinition>>;
  /** Who may call routes without `auth`. @default "cognito" */
  readonly defaultAuth?: Auth<NoInfer<Authorizer>>;
  /** AWS WAF in front of the API; `false` for none. @default all rules, with their defaults */
  readonly firewall?: FirewallArgs | false;
  /** Certificates by which outside endpoints can identify the API's calls. @default none */
  readonly clientCertificates?: ClientCertificatesArgs;
  /**
   * Values by name, not for secrets, that routes read: `from.stageVariable("…")`, and
   * `https://${stageVariables.…}` as an `httpProxy`'s host. A stack's config `stageVariables`
   * overrides them. @default none
   */
  readonly stageVariables?: StageVariables;
}

/** Rules of an API's settings. Routes are checked one by one, with their keys in the errors. */
export const apiRules: OptionRules<ApiDefinition> = {
  ...responseRules,
  ...usagePlanRules,
  ...stageCacheRules,
  routes: required(mapOf(anything)),
  versions: versionsRule,
  authorizers: authorizersRule,
  defaultAuth: authRule,
  firewall: falseOr(options(firewallRules)),
  clientCertificates: clientCertificatesRule,
  stageVariables: releaseRules.stageVariables,
};

/** A parsed API: checked as a whole, with its routes and models. Made by `defineApi`. */
export interface ParsedApi extends Omit<ApiDefinition, "routes"> {
  /** All routes, including those of versions. */
  readonly routes: readonly Route[];
  readonly models: Models;
}
