import type { Properties, Resource } from "../../../graph/resource.ts";
import type { CachePolicy, Selections } from "../model.ts";
import { managedCachePolicies, managedOriginRequestPolicies } from "./managedPolicies.ts";
import { objectOf, ofType, selectionOf } from "./properties.ts";

/** Receives what can't be served. */
export type Report = (problem: string) => void;

/** Finds the cache policy with an id, AWS's or one of the stack. */
export function cachePolicyOf(
  id: unknown,
  resources: readonly Resource[],
  report: Report,
): CachePolicy | undefined {
  const managed = managedCachePolicies.get(String(id));
  if (managed) return managed;
  const type = "aws:cloudfront/cachePolicy:CachePolicy";
  const own = ofType(resources, type).find((policy) => policy.id === id);
  if (own === undefined) {
    report(
      `cachePolicyId ${id == null ? "is missing" : String(id)}; use a policy of the stack or a managed one`,
    );
    return undefined;
  }
  const { minTtl, defaultTtl, maxTtl, parametersInCacheKeyAndForwardedToOrigin } = own.outputs;
  const parameters = objectOf(parametersInCacheKeyAndForwardedToOrigin);
  const selections = selectionsOf(own, parameters, report);
  if (selections === undefined) return undefined;
  // A higher minimum raises the defaults. (CloudFront API Reference, "CachePolicyConfig")
  const minTtlSeconds = Number(minTtl ?? 0);
  const defaultTtlSeconds = Number(defaultTtl ?? Math.max(86_400, minTtlSeconds));
  return {
    ...selections,
    minTtlSeconds,
    defaultTtlSeconds,
    maxTtlSeconds: Number(maxTtl ?? Math.max(31_536_000, defaultTtlSeconds)),
    gzip: parameters["enableAcceptEncodingGzip"] === true,
    brotli: parameters["enableAcceptEncodingBrotli"] === true,
  };
}

/** Finds the origin request policy with an id. */
export function originRequestPolicyOf(
  id: unknown,
  resources: readonly Resource[],
  report: Report,
): Selections | undefined {
  const managed = managedOriginRequestPolicies.get(String(id));
  if (managed || id == null) return managed;
  const type = "aws:cloudfront/originRequestPolicy:OriginRequestPolicy";
  const own = ofType(resources, type).find((policy) => policy.id === id);
  if (own) return selectionsOf(own, own.outputs, report);
  report(`originRequestPolicyId ${String(id)}; use a policy of the stack or a managed one`);
  return undefined;
}

function selectionsOf(
  { name }: Resource,
  { headersConfig, cookiesConfig, queryStringsConfig }: Properties,
  report: Report,
): Selections | undefined {
  const ofHeaders = objectOf(headersConfig);
  const ofCookies = objectOf(cookiesConfig);
  const ofQuery = objectOf(queryStringsConfig);
  const headers = selectionOf(ofHeaders["headerBehavior"], ofHeaders["headers"], true);
  const cookies = selectionOf(ofCookies["cookieBehavior"], ofCookies["cookies"]);
  const queryStrings = selectionOf(ofQuery["queryStringBehavior"], ofQuery["queryStrings"]);
  if (!headers || !cookies || !queryStrings) {
    report(`a behavior of the policy "${name}" for headers, cookies or query strings`);
    return undefined;
  }
  const generated = [...headers.names].filter((header) => header.startsWith("cloudfront-"));
  if (generated.length > 0 && headers.behavior === "whitelist") {
    report(`${generated.join(", ")} in the policy "${name}", which only CloudFront knows`);
  }
  return { headers, cookies, queryStrings };
}
