import type { FirewallModel } from "../../gateway/index.ts";
import type { Resource } from "../../graph/resource.ts";

/** Names that a policy includes or excludes. Names of headers are in lower case. */
export interface Selection {
  readonly behavior: "none" | "whitelist" | "allExcept" | "all";
  readonly names: ReadonlySet<string>;
}

/** The values of a viewer's request that a policy selects. */
export interface Selections {
  readonly headers: Selection;
  readonly cookies: Selection;
  readonly queryStrings: Selection;
}

/** What the key of a cached response consists of, and how long it is kept. Values of the key reach the origin too. */
export interface CachePolicy extends Selections {
  readonly minTtlSeconds: number;
  readonly defaultTtlSeconds: number;
  readonly maxTtlSeconds: number;
  /** True if compressed objects are cached by their encoding. */
  readonly gzip: boolean;
  readonly brotli: boolean;
}

/** A header that a response headers policy sets. */
export interface PolicyHeader {
  readonly name: string;
  readonly value: string;
  /** False if the origin's header wins. */
  readonly override: boolean;
}

export interface CorsPolicy {
  readonly allowCredentials: boolean;
  readonly allowHeaders: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowOrigins: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds: number | undefined;
  readonly originOverride: boolean;
}

export interface ResponseHeadersPolicy {
  /** Security headers and custom ones. */
  readonly set: readonly PolicyHeader[];
  /** In lower case. */
  readonly remove: ReadonlySet<string>;
  readonly cors: CorsPolicy | undefined;
}

/** An origin, or the members of an origin group in order. */
export interface Target {
  readonly origins: readonly Origin[];
  /** Statuses upon which the next origin is tried. */
  readonly failoverStatuses: ReadonlySet<number>;
}

/** A cache behavior. */
export interface Behavior {
  readonly matches: (path: string) => boolean;
  readonly allowedMethods: ReadonlySet<string>;
  readonly cachedMethods: ReadonlySet<string>;
  readonly compress: boolean;
  readonly cachePolicy: CachePolicy;
  /** The values that reach the origin: those of the cache policy, and of the origin request policy if there is one. */
  readonly forwarded: Selections;
  readonly responseHeadersPolicy: ResponseHeadersPolicy | undefined;
  readonly target: Target;
  /** ARN of the CloudFront function for viewers' requests. */
  readonly requestFunction: string | undefined;
}

interface OriginBase {
  readonly id: string;
  readonly domainName: string;
  /** Prefix of the path; without a trailing slash. */
  readonly path: string;
  /** Headers that replace those of the viewer. */
  readonly customHeaders: readonly (readonly [name: string, value: string])[];
  /** Limit for a response to begin, and between two of its packets. */
  readonly readTimeoutMs: number;
}

/** A server that is reached by its name. */
export interface CustomOrigin extends OriginBase {
  readonly kind: "custom";
}

/** A bucket behind an origin access control. */
export interface BucketOrigin extends OriginBase {
  readonly kind: "bucket";
  readonly bucket: string;
  /** Region of the AWS endpoint with its objects. */
  readonly region: string;
  readonly access: BucketAccess;
}

/** The permissions of a distribution that a bucket's policy grants. */
export interface BucketAccess {
  /** Patterns of the keys that may be read. */
  readonly readable: (key: string) => boolean;
  /** True if a missing object is 404 and not 403. */
  readonly mayList: boolean;
}

export type Origin = CustomOrigin | BucketOrigin;

interface CustomErrorResponse {
  readonly responseCode: number | undefined;
  readonly responsePagePath: string | undefined;
  readonly minTtlSeconds: number;
}

/** An enabled `aws:cloudfront/distribution:Distribution`. */
export interface DistributionModel {
  /** The resource's name in the program. */
  readonly name: string;
  readonly arn: string;
  /** Such as `d111111abcdef8.cloudfront.net`. */
  readonly domainName: string;
  /** In lower case; may begin with `*.`. */
  readonly aliases: readonly string[];
  /** In order; the default behavior is last. */
  readonly behaviors: readonly Behavior[];
  /** By id, for groups that a function chooses. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** The functions of its behaviors, of type `aws:cloudfront/function:Function`. */
  readonly functions: readonly Resource[];
  readonly defaultRootObject: string | undefined;
  readonly errorResponses: ReadonlyMap<number, CustomErrorResponse>;
  readonly firewall: FirewallModel | undefined;
}

/** True if the selection has a name. */
export function selects({ behavior, names }: Selection, name: string): boolean {
  if (behavior === "none") return false;
  return behavior === "all" || names.has(name) === (behavior === "whitelist");
}

/** The selection that has a name if one of two has it. */
export function union(one: Selection, other: Selection): Selection {
  if (one.behavior === "none" || other.behavior === "all") return other;
  if (other.behavior === "none" || one.behavior === "all") return one;
  if (one.behavior === "whitelist" && other.behavior === "whitelist") {
    return { behavior: "whitelist", names: new Set([...one.names, ...other.names]) };
  }
  const excluded = [one, other].filter(({ behavior }) => behavior === "allExcept");
  const names = excluded.flatMap((selection) => [...selection.names]);
  const inNeither = names.filter((name) => !selects(one, name) && !selects(other, name));
  return { behavior: "allExcept", names: new Set(inNeither) };
}
