import type {
  CachePolicy,
  CorsPolicy,
  ResponseHeadersPolicy,
  Selection,
  Selections,
} from "../model.ts";

const nothing: Selection = { behavior: "none", names: new Set() };
const everything: Selection = { behavior: "all", names: new Set() };
const only = (...names: string[]): Selection => ({
  behavior: "whitelist",
  names: new Set(names),
});

const none: Selections = { headers: nothing, cookies: nothing, queryStrings: nothing };
const all: Selections = { headers: everything, cookies: everything, queryStrings: everything };

const yearSeconds = 31_536_000;

const disabled: CachePolicy = {
  ...none,
  minTtlSeconds: 0,
  defaultTtlSeconds: 0,
  maxTtlSeconds: 0,
  gzip: false,
  brotli: false,
};

const optimized: CachePolicy = {
  ...none,
  minTtlSeconds: 1,
  defaultTtlSeconds: 86_400,
  maxTtlSeconds: yearSeconds,
  gzip: true,
  brotli: true,
};

const byOrigin: CachePolicy = {
  headers: only("host", "origin", "x-http-method", "x-http-method-override", "x-method-override"),
  cookies: everything,
  queryStrings: nothing,
  minTtlSeconds: 0,
  defaultTtlSeconds: 0,
  maxTtlSeconds: yearSeconds,
  gzip: true,
  brotli: true,
};

/**
 * AWS's cache policies by id. (CloudFront Developer Guide, "Use managed cache policies") Those of the origin's
 * headers were compared with another emulator's instead of the page.
 */
export const managedCachePolicies: ReadonlyMap<string, CachePolicy> = new Map([
  // CachingOptimized
  ["658327ea-f89d-4fab-a63d-7e88639e58f6", optimized],
  // CachingOptimizedForUncompressedObjects
  ["b2884449-e4de-46a7-ac36-70bc7f1ddd6d", { ...optimized, gzip: false, brotli: false }],
  // CachingDisabled
  ["4135ea2d-6df8-44a3-9df3-4b5a84be39ad", disabled],
  // UseOriginCacheControlHeaders
  ["83da9c7e-98b4-4e11-a168-04f0df8e2c65", byOrigin],
  // UseOriginCacheControlHeaders-QueryStrings
  ["4cc15a8a-d715-48a4-82b8-cc0b614638fe", { ...byOrigin, queryStrings: everything }],
]);

const allButHost: Selections = {
  ...all,
  headers: { behavior: "allExcept", names: new Set(["host"]) },
};

const corsHeaders = only(
  "origin",
  "access-control-request-headers",
  "access-control-request-method",
);

/** AWS's origin request policies by id. (CloudFront Developer Guide, "Use managed origin request policies") */
export const managedOriginRequestPolicies: ReadonlyMap<string, Selections> = new Map([
  // AllViewer
  ["216adef6-5c7f-47e4-b989-5492eafa07d3", all],
  // AllViewerExceptHostHeader
  ["b689b0a8-53d0-40ab-baf2-68738e2966ac", allButHost],
  // CORS-CustomOrigin
  ["59781a5b-3903-41f3-afcb-af62929ccde1", { ...none, headers: only("origin") }],
  // CORS-S3Origin
  ["88a5eaf4-2fd4-4709-b370-b4c650ea3fcf", { ...none, headers: corsHeaders }],
  // UserAgentRefererHeaders
  ["acba4595-bd28-49b8-b9fe-13317c0390fa", { ...none, headers: only("user-agent", "referer") }],
]);

const security: ResponseHeadersPolicy["set"] = [
  { name: "Strict-Transport-Security", value: `max-age=${yearSeconds}`, override: false },
  { name: "X-Content-Type-Options", value: "nosniff", override: true },
  { name: "X-Frame-Options", value: "SAMEORIGIN", override: false },
  { name: "X-XSS-Protection", value: "1; mode=block", override: false },
  { name: "Referrer-Policy", value: "strict-origin-when-cross-origin", override: false },
];

const simpleCors: CorsPolicy = {
  allowCredentials: false,
  allowHeaders: [],
  allowMethods: [],
  allowOrigins: ["*"],
  exposeHeaders: [],
  maxAgeSeconds: undefined,
  originOverride: false,
};

const preflightCors: CorsPolicy = { ...simpleCors, allowMethods: ["ALL"], exposeHeaders: ["*"] };

const setting = (set: ResponseHeadersPolicy["set"], cors?: CorsPolicy): ResponseHeadersPolicy => ({
  set,
  cors,
  remove: new Set(),
});

/**
 * AWS's response headers policies by id. (CloudFront Developer Guide, "Use managed response headers policies")
 * Which headers override the origin's was read there; the values of security headers were not.
 */
export const managedResponseHeadersPolicies: ReadonlyMap<string, ResponseHeadersPolicy> = new Map([
  // SimpleCORS
  ["60669652-455b-4ae9-85a4-c4c02393f86c", setting([], simpleCors)],
  // CORS-With-Preflight
  ["5cc3b908-e619-4b99-88e5-2cf7f45965bd", setting([], preflightCors)],
  // SecurityHeadersPolicy
  ["67f7725c-6f97-4210-82d7-5512b31e9d03", setting(security)],
  // CORS-and-SecurityHeadersPolicy
  ["e61eb60c-9c35-4d20-a928-2b84e02af89c", setting(security, simpleCors)],
  // CORS-with-preflight-and-SecurityHeadersPolicy
  ["eaab4381-ed33-4a86-88ca-d9558dc6cd63", setting(security, preflightCors)],
]);
