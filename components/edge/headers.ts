import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import {
  flag,
  isObject,
  listOf,
  mapOf,
  oneOf,
  type OptionRules,
  options,
  type Rule,
  text,
  whole,
} from "../shared/options.ts";
import { headerName } from "./behavior.ts";
import * as defaults from "./defaults.ts";

/** Request headers on their way to the API, except in behaviors with `ttl`, which drop all but the listed ones. */
export interface RequestHeaders {
  /** Headers that do not reach the API, at most 9, such as `X-Forwarded-Host`. @default none */
  readonly remove?: readonly string[];
}

/** Response headers on their way to the client. */
export interface ResponseHeaders {
  /** Strict-Transport-Security. @default a year, without subdomains */
  readonly hsts?: {
    /** Seconds, 0 to 63,072,000. @default 31,536,000 */
    readonly maxAgeSeconds?: number;
    /** Also for all names below the distribution's. @default false */
    readonly includeSubdomains?: boolean;
    /** Asks browsers to ship the name in their lists. @default false */
    readonly preload?: boolean;
  };
  /**
   * Content-Security-Policy of the site. Responses of the API say `default-src 'none'` unless they have
   * one of their own.
   * @default everything from the page's own origin, and no frames around it
   */
  readonly contentSecurityPolicy?: string;
  /** X-Frame-Options: who may frame the pages. @default "DENY" */
  readonly frameOptions?: "DENY" | "SAMEORIGIN";
  /** Referrer-Policy. @default "strict-origin-when-cross-origin" */
  readonly referrerPolicy?: (typeof referrerPolicies)[number];
  /** More headers by name, at most 10; they replace the API's own. @default none */
  readonly add?: Readonly<Record<string, string>>;
  /** Headers that clients do not get, at most 10, such as `X-Powered-By`. @default none */
  readonly remove?: readonly string[];
}

const referrerPolicies = [
  "no-referrer",
  "no-referrer-when-downgrade",
  "origin",
  "origin-when-cross-origin",
  "same-origin",
  "strict-origin",
  "strict-origin-when-cross-origin",
  "unsafe-url",
] as const;

/** CloudFront always drops Host, which API Gateway would refuse. */
const requestHeader = headerName(
  /^(host|authorization)$/i,
  "CloudFront removes Host by itself; Authorization must reach the API.",
);

/** Headers that other options set, and those that the protocol needs. */
const responseHeader = headerName(
  /^(strict-transport-security|x-content-type-options|content-security-policy|x-frame-options|referrer-policy|content-(length|type|encoding)|date|connection|transfer-encoding|set-cookie)$/i,
  "Another option sets it, or the response needs it.",
);

/**
 * CloudFront's limits of a policy, which AWS raises on request.
 * Source: CloudFront Developer Guide, "Quotas" (General quotas on policies).
 */
const most = { headers: 10, policyCharacters: 1_783 };

const addedHeaders: Rule = (given, argument) => {
  const faults = mapOf(text(/^[^\r\n]*$/, "a value, on one line"), responseHeader)(given, argument);
  const count = isObject(given) ? Object.keys(given).length : 0;
  return count > most.headers
    ? [...faults, { argument, given: `${count} headers`, allowed: `at most ${most.headers}` }]
    : faults;
};

export const requestHeadersRules: OptionRules<RequestHeaders> = {
  remove: listOf(requestHeader, {
    most: 9,
    distinct: true,
    allowed: "a list of at most 9 different headers",
  }),
};

export const responseHeadersRules: OptionRules<ResponseHeaders> = {
  hsts: options<NonNullable<ResponseHeaders["hsts"]>>({
    maxAgeSeconds: whole(0, 63_072_000),
    includeSubdomains: flag,
    preload: flag,
  }),
  contentSecurityPolicy: text(
    new RegExp(`^[^\\r\\n]{1,${most.policyCharacters}}$`),
    `a policy, on one line of at most ${most.policyCharacters} characters`,
  ),
  frameOptions: oneOf(["DENY", "SAMEORIGIN"]),
  referrerPolicy: oneOf(referrerPolicies),
  add: addedHeaders,
  remove: listOf(responseHeader, {
    most: most.headers,
    distinct: true,
    allowed: "a list of at most 10 different headers",
  }),
};

/**
 * Headers of the API's or the site's responses. The API keeps a Content-Security-Policy of its own.
 * Source: CloudFront Developer Guide, "Understand response headers policies".
 */
export function responseHeadersPolicy(
  name: string,
  headers: ResponseHeaders,
  of: "api" | "site",
  opts: pulumi.CustomResourceOptions,
): aws.cloudfront.ResponseHeadersPolicy {
  const { hsts, add = {}, remove = [] } = headers;
  const added = Object.entries(add).map(([header, value]) => ({ header, value, override: true }));
  return new aws.cloudfront.ResponseHeadersPolicy(
    name,
    {
      securityHeadersConfig: {
        strictTransportSecurity: {
          accessControlMaxAgeSec: hsts?.maxAgeSeconds ?? defaults.hsts.maxAgeSeconds,
          includeSubdomains: hsts?.includeSubdomains ?? defaults.hsts.includeSubdomains,
          preload: hsts?.preload ?? defaults.hsts.preload,
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: {
          frameOption: headers.frameOptions ?? defaults.frameOptions,
          override: true,
        },
        referrerPolicy: {
          referrerPolicy: headers.referrerPolicy ?? defaults.referrerPolicy,
          override: true,
        },
        contentSecurityPolicy: {
          contentSecurityPolicy:
            of === "site"
              ? (headers.contentSecurityPolicy ?? defaults.sitePolicy)
              : defaults.apiPolicy,
          override: of === "site",
        },
      },
      ...(added.length > 0 && { customHeadersConfig: { items: added } }),
      ...(remove.length > 0 && {
        removeHeadersConfig: { items: remove.map((header) => ({ header })) },
      }),
    },
    opts,
  );
}
