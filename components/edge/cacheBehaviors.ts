import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Route } from "../api/index.ts";
import { type BehaviorDefinition, type BehaviorDefinitions, limitsOf } from "./behavior.ts";
import type { RequestHeaders } from "./headers.ts";
import { apiOrigin, siteOrigin } from "./origins.ts";
import { hasBody, routesOf } from "./routeChecks.ts";
import type { SiteOrigin } from "./site/site.ts";

type DefaultBehavior = aws.types.input.cloudfront.DistributionDefaultCacheBehavior;
type OrderedBehavior = aws.types.input.cloudfront.DistributionOrderedCacheBehavior;

/**
 * AWS's own policies, by id. The first forwards everything but Host, which API Gateway knows by its own
 * domain only. The second also keeps CloudFront from answering simultaneous requests with one response,
 * which a policy of our own without times would not.
 * Sources: CloudFront Developer Guide, "Use managed cache policies", "Use managed origin request policies"
 * and "Request and response behavior for custom origins" (request collapsing).
 */
const managed = {
  allViewerExceptHostHeader: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
  cachingDisabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
};

const allMethods = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
const readMethods = ["GET", "HEAD", "OPTIONS"];
const cachedMethods = ["GET", "HEAD"];

/** What all behaviors of the API have in common. */
export interface ApiBehaviorArgs {
  readonly responseHeadersPolicyId: pulumi.Input<string>;
  readonly originRequestPolicyId: pulumi.Input<string>;
  /** ARN of the function that lets reads fail over. @default reads go the way of writes */
  readonly readFunctionArn?: pulumi.Input<string> | undefined;
}

/**
 * The behavior of the API: every request reaches it, with all headers and cookies.
 *
 * A call without TLS is refused instead of redirected, because its token has been readable already.
 * CloudFront compresses only what it may keep; the API compresses the rest itself.
 */
export const apiBehavior = (args: ApiBehaviorArgs): DefaultBehavior => ({
  targetOriginId: apiOrigin,
  viewerProtocolPolicy: "https-only",
  allowedMethods: allMethods,
  cachedMethods,
  compress: true,
  cachePolicyId: managed.cachingDisabled,
  originRequestPolicyId: args.originRequestPolicyId,
  responseHeadersPolicyId: args.responseHeadersPolicyId,
  ...(args.readFunctionArn !== undefined && {
    functionAssociations: [{ eventType: "viewer-request", functionArn: args.readFunctionArn }],
  }),
});

/** Id of the policy for requests that are not kept. */
export function forwardAll(
  name: string,
  { remove = [] }: RequestHeaders,
  opts: pulumi.CustomResourceOptions,
): pulumi.Input<string> {
  if (remove.length === 0) return managed.allViewerExceptHostHeader;
  const policy = new aws.cloudfront.OriginRequestPolicy(
    name,
    {
      headersConfig: { headerBehavior: "allExcept", headers: { items: ["Host", ...remove] } },
      cookiesConfig: { cookieBehavior: "all" },
      queryStringsConfig: { queryStringBehavior: "all" },
    },
    opts,
  );
  return policy.id;
}

/** The behaviors of a definition, with their policies, in its order. */
export const pathBehaviors = (
  name: string,
  behaviors: BehaviorDefinitions,
  routes: readonly Route[],
  api: DefaultBehavior,
  opts: pulumi.CustomResourceOptions,
): OrderedBehavior[] =>
  Object.entries(behaviors).map(([pathPattern, behavior]) => {
    const policyName = `${name}-${nameOf(pathPattern)}`;
    const allowedMethods = behavior.methods === "read" ? readMethods : allMethods;
    if (!behavior.ttl) return { ...api, pathPattern, allowedMethods };
    const body = routesOf(pathPattern, behaviors, routes).some(hasBody) ? ["Content-Type"] : [];
    const forwarded = [...new Set([...(behavior.forwardHeaders ?? []), ...body])];
    const { originRequestPolicyId: _, ...rest } = api;
    return {
      ...rest,
      pathPattern,
      allowedMethods,
      cachePolicyId: cachePolicy(policyName, behavior, opts).id,
      ...(forwarded.length > 0 && {
        originRequestPolicyId: forwardOnly(policyName, forwarded, opts).id,
      }),
    };
  });

/** A name for a pattern's policies: readable, and unique by a hash. */
const nameOf = (pattern: string): string => {
  const words = pattern
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 40);
  const hash = createHash("sha256").update(pattern).digest("hex").slice(0, 6);
  return words === "" ? hash : `${words}-${hash}`;
};

function cachePolicy(
  name: string,
  { ttl, key = {} }: BehaviorDefinition,
  opts: pulumi.CustomResourceOptions,
): aws.cloudfront.CachePolicy {
  const { minSeconds, maxSeconds } = limitsOf(ttl!);
  const { headers = [], queries = "all", cookies = [] } = key;
  return new aws.cloudfront.CachePolicy(
    name,
    {
      minTtl: minSeconds,
      defaultTtl: ttl!.defaultSeconds,
      maxTtl: maxSeconds,
      parametersInCacheKeyAndForwardedToOrigin: {
        enableAcceptEncodingBrotli: true,
        enableAcceptEncodingGzip: true,
        headersConfig:
          headers.length > 0
            ? { headerBehavior: "whitelist", headers: { items: [...headers] } }
            : { headerBehavior: "none" },
        cookiesConfig:
          cookies.length > 0
            ? { cookieBehavior: "whitelist", cookies: { items: [...cookies] } }
            : { cookieBehavior: "none" },
        queryStringsConfig:
          typeof queries === "string"
            ? { queryStringBehavior: queries }
            : { queryStringBehavior: "whitelist", queryStrings: { items: [...queries] } },
      },
    },
    opts,
  );
}

/** Forwards the listed headers, and what is in the key. */
const forwardOnly = (
  name: string,
  headers: string[],
  opts: pulumi.CustomResourceOptions,
): aws.cloudfront.OriginRequestPolicy =>
  new aws.cloudfront.OriginRequestPolicy(
    name,
    {
      headersConfig: { headerBehavior: "whitelist", headers: { items: headers } },
      cookiesConfig: { cookieBehavior: "none" },
      queryStringsConfig: { queryStringBehavior: "none" },
    },
    opts,
  );

/** The behaviors of a site's paths. */
export const siteBehaviors = (
  patterns: readonly string[],
  { cachePolicy: policy, viewerFunction }: SiteOrigin,
  responseHeadersPolicyId: pulumi.Input<string>,
): OrderedBehavior[] =>
  patterns.map((pathPattern) => ({
    pathPattern,
    targetOriginId: siteOrigin,
    viewerProtocolPolicy: "redirect-to-https",
    allowedMethods: readMethods,
    cachedMethods,
    compress: true,
    cachePolicyId: policy.id,
    responseHeadersPolicyId,
    functionAssociations: [{ eventType: "viewer-request", functionArn: viewerFunction.arn }],
  }));
