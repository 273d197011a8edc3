import { type FirewallArgs, firewallRules } from "../api/firewall/index.ts";
import type { ParsedApi } from "../api/index.ts";
import type { OptionFault } from "../shared/errors.ts";
import { falseOr, oneOf, type OptionRules, options, type Rule } from "../shared/options.ts";
import { logRetentionDays } from "../shared/rules.ts";
import { type BehaviorDefinitions, behaviorsRule } from "./behavior.ts";
import { type ErrorPages, errorPageRules } from "./errorPages.ts";
import {
  type RequestHeaders,
  requestHeadersRules,
  type ResponseHeaders,
  responseHeadersRules,
} from "./headers.ts";
import { routeFaults } from "./routeChecks.ts";
import { type SiteDefinition, siteRule } from "./site/definition.ts";

/**
 * Settings of the CloudFront distribution in front of all regions, for environments that have an edge
 * stack. Requests that no behavior and no path of the site matches reach the API uncached.
 */
export interface EdgeDefinition {
  /**
   * Caches by path pattern: `*` is any text, also slashes, and `?` any character. The first pattern that
   * matches a path decides. A behavior with `ttl` that reaches a route with a token, an API key or
   * validated parameters needs them in its key.
   *
   * @example
   * { "/catalog*": { ttl: { defaultSeconds: 60 }, key: { headers: ["Authorization"] } } }
   *
   * @default none
   */
  readonly behaviors?: BehaviorDefinitions;
  /** A static site beside the API, from a private bucket. @default none */
  readonly site?: SiteDefinition;
  /** Headers of requests that reach the API. @default all but Host */
  readonly requestHeaders?: RequestHeaders;
  /** Headers of responses that reach clients. @default all, and security headers */
  readonly responseHeaders?: ResponseHeaders;
  /** Pages of the site for failures, by status. @default the API's own responses */
  readonly errorPages?: ErrorPages;
  /**
   * AWS WAF in front of the distribution; `false` for none. Unlike those of the regions, it sees clients'
   * own addresses.
   * @default the settings of the API's `firewall`
   */
  readonly firewall?: FirewallArgs | false;
  /** Oldest TLS version and ciphers that clients may use. @default "TLSv1.2_2021" */
  readonly minimumTls?: (typeof tlsPolicies)[number];
  /**
   * Edge locations: "100" are those of North America and Europe, "200" also those of Asia, the Middle
   * East and Africa, "all" also those of South America and Australia.
   * @default "all"
   */
  readonly priceClass?: "100" | "200" | "all";
  /** Days that the log of all requests is kept. @default 30 */
  readonly logRetentionDays?: number;
}

/** Source: CloudFront Developer Guide, "Supported protocols and ciphers between viewers and CloudFront". */
const tlsPolicies = ["TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025"] as const;

const edgeRules: OptionRules<EdgeDefinition> = {
  behaviors: behaviorsRule,
  site: siteRule,
  requestHeaders: options(requestHeadersRules),
  responseHeaders: options(responseHeadersRules),
  errorPages: options(errorPageRules),
  firewall: falseOr(options(firewallRules)),
  minimumTls: oneOf(tlsPolicies),
  priceClass: oneOf(["100", "200", "all"]),
  logRetentionDays,
};

export const edgeRule: Rule = options<EdgeDefinition>(edgeRules);

/** Faults of an edge in view of the API's routes. */
export const edgeFaults = ({ behaviors = {} }: EdgeDefinition, api: ParsedApi): OptionFault[] =>
  routeFaults(behaviors, api);
